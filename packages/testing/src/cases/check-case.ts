import type { CaseAnswer } from './case-engine.js';
import type { Case, CaseQuestion, ExpectedDecision } from './case-question.js';

const shownWrong = 10;

interface WrongAnswer {
  readonly question: CaseQuestion;
  readonly answer: CaseAnswer;
  /** What is otherwise than expected. */
  readonly instead: string;
}

/**
 * What is wrong with the answers to a case, for the report of a test: the expectation, what was decided instead, and
 * the explanation of the first; `undefined` where all are as expected.
 */
export async function checkCase(
  { questions, expected, note }: Case,
  decide: (question: CaseQuestion) => Promise<CaseAnswer>,
): Promise<string | undefined> {
  const wrong: WrongAnswer[] = [];
  for (const question of questions) {
    const answer = await decide(question);
    const instead = difference(expected, answer);
    if (instead !== undefined) wrong.push({ question, answer, instead });
  }
  const [first] = wrong;
  if (first === undefined) return undefined;
  const isDecided = (first.answer.decision === 'allowed') === (expected.decision === 'allow');
  const otherwise = expected.because === 'explicit' ? 'explicit' : 'other';
  const explanation = first.answer.explanation?.(isDecided ? otherwise : undefined);
  const rest = wrong.length > shownWrong ? [`  and ${wrong.length - shownWrong} more`] : [];
  const lines =
    wrong.length === 1
      ? []
      : wrong
          .slice(0, shownWrong)
          .map(({ question, instead }) => `  ${questionText([question])}: ${instead}`);
  const asked = questionText(
    wrong.map(({ question }) => question),
    expected,
  );
  const instead =
    wrong.length === 1 ? first.instead : `${wrong.length} of ${questions.length} answers differ`;
  return [
    `expected ${asked}${particulars(expected)}; ${instead}`,
    ...(note === undefined ? [] : [`  note: ${note}`]),
    ...lines,
    ...rest,
    ...(explanation === undefined ? [] : ['', explanation]),
  ].join('\n');
}

function difference(expected: ExpectedDecision, answer: CaseAnswer): string | undefined {
  const allowed = answer.decision === 'allowed';
  const { because, layer, statements } = expected;
  if (allowed !== (expected.decision === 'allow')) return `it is ${decided(answer)}`;
  if (because !== undefined && answer.decision !== `${because}Deny`) {
    return answer.decision === 'denied'
      ? 'it is refused, and the engine does not say whether explicitly'
      : `it is ${decided(answer)}`;
  }
  if (layer !== undefined && answer.decidedBy !== layer) {
    return answer.decidedBy === undefined
      ? 'it is refused, and the engine does not say by which layer'
      : `it is ${decided(answer)}`;
  }
  if (statements.length === 0) return undefined;
  if (answer.matchedStatements === undefined) return 'the engine does not say which statements decide';
  const sids = new Set(answer.matchedStatements.map(({ sid }) => sid));
  return statements.every((sid) => sids.has(sid)) ? undefined : `it is ${decided(answer)}`;
}

/** `allowed by ReadUsers of HelpUsers`, `refused implicitly, by the layer identity`. */
function decided({ decision, decidedBy, matchedStatements = [] }: CaseAnswer): string {
  const statements = matchedStatements.map(({ sid = 'a statement without Sid', policy }) =>
    policy === undefined ? sid : `${sid} of ${policy}`,
  );
  const by = statements.length === 0 ? '' : ` by ${statements.join(' and ')}`;
  if (decision === 'allowed') return `allowed${by}`;
  const how = decision === 'explicitDeny' ? ' explicitly' : decision === 'implicitDeny' ? ' implicitly' : '';
  return `refused${how}${by}${decidedBy === undefined ? '' : `, layer ${decidedBy}`}`;
}

/** `role/Support to be allowed AdminGetUser on Users`; without an expectation `role/Support AdminGetUser on Users`. */
function questionText(questions: readonly CaseQuestion[], expected?: ExpectedDecision): string {
  const to = expected && ` to be ${expected.decision === 'allow' ? 'allowed' : 'refused'}`;
  const actions = named(questions.map(({ action }) => action.replace(/^cognito-idp:/, '')));
  const resources = named(questions.flatMap(({ resource }) => (resource === '*' ? [] : (resource ?? []))));
  const on = resources === '' ? '' : ` on ${resources}`;
  return `${named(questions.map(({ principal }) => principal))}${to ?? ''} ${actions}${on}`;
}

/** Each once, of many the first. */
function named(names: readonly string[]): string {
  const each = [...new Set(names)];
  const rest = each.length > shownWrong ? ` and ${each.length - shownWrong} more` : '';
  return `${each.slice(0, shownWrong).join(', ')}${rest}`;
}

function particulars({ because, layer, statements }: ExpectedDecision): string {
  const parts = [
    ...(because === undefined ? [] : [`because: ${because}`]),
    ...(layer === undefined ? [] : [`layer: ${layer}`]),
    ...(statements.length === 0 ? [] : [`statement: ${statements.join(', ')}`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
