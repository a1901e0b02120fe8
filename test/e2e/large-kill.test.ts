/** A large document whose sender and receiver are killed on its way, as processes (SIGKILL), and how much of it is sent again. */
import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { readAgentPlace } from '../../src/cli/agent/directory.js';
import { doorClient } from '../../src/door/index.js';
import { limits } from '../../src/edoc/index.js';
import { ContentFolder, openReader } from '../../src/store/index.js';
import { testAxis } from '../support/axis.js';
import { eventually } from '../support/node.js';
import { AgentProcess } from './support/agent-process.js';
import { letter, once } from './support/office.js';
import { Tap } from './support/tap.js';

const parts = 200;
const kills = 5;
/** Of the octets, so much may be sent again. */
const bar = 0.1;

describe('a large document', () => {
  it(`whose sender and receiver are killed ${kills} times on its way arrives whole, and little of it is sent again`, async () => {
    const axis = await testAxis('Trục thử nghiệm', [
      { agencies: [{ code: 'G22', name: 'Văn phòng Chính phủ' }] },
      { agencies: [{ code: 'H41', name: 'UBND tỉnh Nghệ An' }] },
    ]);
    const running = new Map<string, AgentProcess>();
    const start = async (code: string) => {
      const agent = new AgentProcess(axis.agent(code).directory);
      running.set(code, agent);
      await agent.says('agent.ready');
    };
    const kill = async (code: string) => {
      await running.get(code)?.kill();
      await start(code);
    };
    try {
      const tap = await Tap.on(axis, 'h41');
      await Promise.all(['G22', 'H41'].map(start));
      for (const agent of running.values()) await agent.says('directory.in-force');
      const place = await readAgentPlace(axis.agent('G22').directory);
      const desk = doorClient(place.config.socket);
      const octets = randomBytes(parts * limits.partBytes);
      const content = await desk.putContent(once(octets));
      const { packetId } = await desk.send({
        message: letter({ to: ['H41'] }),
        attachments: [{ name: 'Hồ sơ.zip', ...content }],
      });
      for (let death = 1; death <= kills; death += 1) {
        await tap.reaches(Math.floor((parts * death) / (kills + 1)));
        await Promise.all(['G22', 'H41'].map(kill));
      }
      const register = await openReader(place.config.data);
      await eventually('delivered', async () => {
        const [delivery] = await register.deliveries(packetId);
        return delivery?.state === 'delivered';
      }).finally(() => register.close());
      await Promise.all([...running.values()].map((agent) => agent.stop()));

      const { data } = (await readAgentPlace(axis.agent('H41').directory)).config;
      const hash = createHash('sha256');
      for await (const piece of new ContentFolder(data).read(content.sha256)) hash.update(piece);
      expect(hash.digest('hex')).to.equal(content.sha256);
      const staged = await readdir(join(data, 'staging'), { recursive: true, withFileTypes: true });
      expect(staged.filter((entry) => entry.isFile())).to.deep.equal([]);
      const again = (tap.published - parts) / parts;
      console.log(`      ${(100 * again).toFixed(1)} % of the parts were sent again`);
      expect(tap.different).to.equal(parts);
      expect(again).to.be.within(0, bar);
    } finally {
      await Promise.all([...running.values()].map((agent) => agent.stop().catch(() => undefined)));
      await axis.remove();
    }
  }).timeout(180_000);
});
