/** The disk of a node is full to the last octet. */
import { between, chosen, type Kind } from '../fault.js';

export const diskFull: Kind = {
  name: 'disk full',
  weight: 3,
  missing: ({ disks }) =>
    disks.size > 0
      ? undefined
      : 'nobody may mount a small disk here; as root, or under "unshare --map-root-user --mount", it can be done',
  make({ disks }, random) {
    const [name, disk] = chosen(random, [...disks]);
    return {
      name: `disk of ${name} full`,
      key: `disk ${name}`,
      forMs: between(random, 300, 4_000),
      do: () => disk.fill(),
      undo: () => disk.empty(),
    };
  },
};
