import { notTimed, timesBeside } from '../contests.js';
import { type Contest, interleave } from '../interleave.js';
import type { Section, Settings, Table } from '../section.js';
import { paths } from '../tasks/path.js';

const baseline = 'hand-written';
const control = 'control: cognito-iam once more';
const columns = new Map([
  ['parsed', 'body parsed before'],
  ['raw', 'body as bytes'],
]);

/** Time from headers and body to a decision. */
export const pathSection: Section = {
  name: 'path',
  async measure({ rounds, progress }: Settings): Promise<Table> {
    const names = [...paths.keys()];
    const contests: [string, Contest][] = [];
    for (const [form, title] of columns) {
      const contestants = names.map((name) => ({ name, words: ['path', name, form] }));
      contestants.push({ name: control, words: ['path', 'cognito-iam, `authorize`', form] });
      contests.push([title, await interleave(contestants, rounds, progress)]);
    }
    return {
      section: 'path',
      title: 'From headers to decision',
      about:
        'AdminGetUser with a token that was seen before, by a role with the policies of W2: token, target, pool and decision. ' +
        `Every header is a new string. × is how many times as fast as the ${baseline} path, in the same rounds.`,
      columns: [...columns.values()].flatMap((title) => [title, `× ${title}`]),
      rows: [...names, control].map((name) => timesBeside(baseline, name, contests)),
      notes: [
        'hand-written: whole tokens compared, one pool known, no answers but yes and no; decides as the hand-written engine that is bound to the user',
        ...notTimed(contests),
      ],
    };
  },
};
