import { numberFrom } from '../child.js';
import type { Row, Section, Settings, Table } from '../section.js';

const script = new URL('../heap-process.js', import.meta.url);
const engineNames = [
  'cognito-iam, `evaluate`',
  'cognito-iam, `bindContext`',
  '@casl/ability',
  'hand-written closures',
  'hand-written, bound to the user',
];

/** Heap of principals with policies of their own, and of remembered decisions. */
export const heapSection: Section = {
  name: 'heap',
  async measure({ quick, progress }: Settings): Promise<Table> {
    const principals = quick ? 100 : 10_000;
    const decisions = quick ? 2_000 : 100_000;
    const bytesOf = (who: string, phase: string, count: number) => {
      progress.say(`${who} ${phase}`);
      return numberFrom(script, [who, phase, String(count)], ['--expose-gc']);
    };
    const parsed = await bytesOf('parsed JSON', '', principals);
    const rows: Row[] = [{ name: 'parsed JSON', cells: { 'made ready': bytes(parsed), '× JSON': times(1) } }];
    for (const name of engineNames) {
      const ready = await bytesOf(name, 'ready', principals);
      const used = await bytesOf(name, 'used', principals);
      rows.push({
        name,
        cells: {
          'made ready': bytes(ready),
          '× JSON': times(ready / parsed),
          'after 50 requests': bytes(used),
          '× JSON after': times(used / parsed),
        },
      });
    }
    const each = await bytesOf('decision cache', '', decisions);
    const total = `${Math.round((each * 100_000) / 2 ** 20)} MiB for 100,000`;
    rows.push({ name: 'a remembered decision', cells: { 'made ready': bytes(each), '× JSON': text(total) } });
    return {
      section: 'heap',
      title: 'Heap',
      about:
        'Per principal with five policies of its own (W2, 25 statements, every ARN its own): what the heap grows by, ' +
        `measured with ${principals.toLocaleString('en-GB')} of them after garbage collection. The 50 requests are asked three times. × JSON is the ratio to the parsed documents.`,
      columns: ['made ready', '× JSON', 'after 50 requests', '× JSON after'],
      rows,
      notes: [
        'every principal asks about pools of its own; action elements and conditions are the same in all policies, and kept once',
        'cognito-iam keeps what resources leave of policies for the 1,024 sets that were asked last: with fewer principals each takes more',
      ],
    };
  },
};

function bytes(value: number) {
  return text(`${(value / 1024).toFixed(1)} KiB`);
}

function times(value: number) {
  return text(`${value.toFixed(2)}×`);
}

function text(value: string) {
  return { kind: 'text' as const, text: value };
}
