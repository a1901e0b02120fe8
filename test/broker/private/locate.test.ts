import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { locateRabbitmq } from '../../../src/broker/index.js';
import { notInstalled } from '../../../src/broker/private/locate.js';
import { describe as inWords } from '../../../src/errors.js';

describe('looking for RabbitMQ', () => {
  it('finds its own scripts and Erlang’s name server, also with nothing on the path', async () => {
    const { home, epmd } = await locateRabbitmq({});
    await access(join(home, 'sbin', 'rabbitmq-server'));
    await access(epmd);
    expect(home).to.not.match(/^\/usr\/s?bin/);
  });

  it('tells who has none how to get one on this system, or in a container', async () => {
    const { code, detail } = await notInstalled();
    for (const language of ['en', 'vi'] as const) {
      const { todo } = inWords({ code, detail }, language);
      expect(todo)
        .to.match(/(apt-get|dnf|brew) install/)
        .and.include('docker run')
        .and.include('EDOC_BROKER_URL');
    }
  });
});
