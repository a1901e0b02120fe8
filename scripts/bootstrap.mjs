/**
 * Gets a checkout ready to run: `npm run demo`, `npm test` and `npm run bench` call it first, `npm run setup` calls
 * it alone. It installs the packages, makes the native SQLite module, compiles, and with `--broker` sees to RabbitMQ.
 * Each step looks first whether there is anything to do, and says in one line what it does.
 *
 * This file has to be readable by a Node that is too old for the rest; so it only checks and hands over.
 */
const required = [20, 19];
const running = process.versions.node.split('.').map(Number);

if (running[0] < required[0] || (running[0] === required[0] && running[1] < required[1])) {
  console.error(
    'setup: this is Node ' +
      process.versions.node +
      '; the project needs Node ' +
      required.join('.') +
      ' or later. Install one from https://nodejs.org or with your version manager, and run the same command again.',
  );
  process.exitCode = 1;
} else {
  void import('./bootstrap/main.mjs').then(({ main }) => main(process.argv.slice(2)));
}
