/** Called before the demonstration and the tests: makes sure that there is a RabbitMQ to start a broker from. */
import { ensureRabbitmq } from '../src/broker/index.js';
import { describe, isEdocError } from '../src/errors.js';

try {
  await ensureRabbitmq(process.env, (line) => console.error(line));
} catch (error) {
  if (!isEdocError(error)) throw error;
  for (const language of ['en', 'vi'] as const) {
    const { what, todo } = describe(error, language);
    console.error(`${what}.\n${todo}\n`);
  }
  process.exitCode = 1;
}
