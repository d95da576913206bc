import { notTimed, timesBeside } from '../contests.js';
import { type Contest, interleave } from '../interleave.js';
import type { Section, Settings, Table } from '../section.js';
import { verifiers } from '../tasks/token.js';

const baseline = 'fast-jwt, cache';
const control = 'control: cognito-iam once more';
const columns = new Map([
  ['seen', 'seen before'],
  ['new', 'new'],
]);

/** Time to verify a token. */
export const tokensSection: Section = {
  name: 'tokens',
  async measure({ rounds, progress }: Settings): Promise<Table> {
    const names = [...verifiers.keys()];
    const contests: [string, Contest][] = [];
    for (const [which, title] of columns) {
      const contestants = names.map((name) => ({ name, words: ['token', name, which] }));
      contestants.push({ name: control, words: ['token', 'cognito-iam', which] });
      contests.push([title, await interleave(contestants, rounds, progress)]);
    }
    return {
      section: 'tokens',
      title: 'Time to verify a token',
      about:
        'RS256 tokens of about 1 KB, new strings every time. Each verifier accepts a good token and refuses two forged ones before it is timed. ' +
        `× is how many times as fast as ${baseline}, in the same rounds.`,
      columns: [...columns.values()].flatMap((title) => [title, `× ${title}`]),
      rows: [...names, control].map((name) => timesBeside(baseline, name, contests)),
      notes: ['aws-jwt-verify and jose remember no tokens.', ...notTimed(contests)],
    };
  },
};
