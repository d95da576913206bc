import { formatPlace, type Place } from '../place.js';
import type { AccessExplanation } from './explain-access.js';
import type { ExplainedLayer, ExplainedPolicy, ExplainedStatement } from './layer-explanation.js';
import { suggestionLines } from './suggestion-text.js';
import { type TextStyle, wrapped } from './text-style.js';
import {
  contextChangeText,
  layerTitle,
  mismatchText,
  reasonText,
  statementName,
  statementTitle,
} from './wording.js';

/** A decision as a tree for people, line by line: layers, policies, statements, and what would allow it. */
export function explanationText(
  explanation: AccessExplanation,
  principal: string | undefined,
  style: TextStyle,
): readonly string[] {
  const { request, layers } = explanation;
  const { bold, dim } = style.colours;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['principal', request.principal?.arn ?? principal],
    ['action', request.action],
    ['resource', request.resource],
  ];
  return [
    `${decisionMark(explanation, style)}  ${bold(question(explanation, principal))}`,
    ...wrapped(reasonText(explanation), style.columns, '  '),
    ...(explanation.notAsked === undefined ? [] : wrapped(explanation.notAsked, style.columns, '  ')),
    '',
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : [`  ${dim(name.padEnd(9))}  ${value}`])),
    '',
    ...layers.flatMap((layer) => layerLines(layer, style)),
    ...nearestLines(explanation, style),
    ...suggestionLines(explanation, principal, style),
    ...contextLines(explanation, style),
  ];
}

/** `allowed`, `implicitDeny` or `explicitDeny` in its colour, with a mark. */
export function decisionMark({ decision }: AccessExplanation, { colours }: TextStyle): string {
  return decision === 'allowed' ? colours.green(`✓ ${decision}`) : colours.red(`✗ ${decision}`);
}

/** Who may do what, or may not: `role/Support may not AdminDeleteUser on us-east-1_AbCdEfGhI`. */
export function question({ decision, request }: AccessExplanation, principal: string | undefined): string {
  const action = request.action.replace(/^cognito-idp:/, '');
  const on = request.resource === '*' ? '' : ` on ${request.resource.replace(/^arn:[^/]*:userpool\//, '')}`;
  return `${principal ?? 'these policies'} ${decision === 'allowed' ? 'may' : 'may not'} ${action}${on}`;
}

const answers: ReadonlyMap<ExplainedLayer['answer'], string> = new Map([
  ['allows', 'allow'],
  ['denies', 'deny'],
  ['doesNotAllow', 'do not allow'],
  ['doesNotApply', 'do not apply to this principal'],
]);

function layerLines(layer: ExplainedLayer, style: TextStyle): readonly string[] {
  const { red, green, dim, bold } = style.colours;
  const { answer, policies, policyType } = layer;
  const mark = answer === 'allows' ? green('✓') : answer === 'doesNotApply' ? dim('–') : red('✗');
  const words = answers.get(answer) ?? answer;
  const singular =
    policyType === 'boundary' ? words.replace(/^(allow|deny)$/, singularOf).replace(/^do /, 'does ') : words;
  const last = policies.length - 1;
  const none =
    policies.length === 0 && answer !== 'doesNotApply' && answer !== 'allows'
      ? [dim('└─ there is none')]
      : [];
  return [
    `${mark} ${bold(layerTitle(layer))}: ${singular}`,
    ...none,
    ...policies.flatMap((policy, index) => policyLines(policy, index === last, style)),
  ];
}

function singularOf(word: string): string {
  return word === 'deny' ? 'denies' : `${word}s`;
}

function policyLines(policy: ExplainedPolicy, isLast: boolean, style: TextStyle): readonly string[] {
  const { dim } = style.colours;
  const { statements } = policy;
  const width = Math.max(...statements.map((one) => statementName(one).length));
  const inner = isLast ? '   ' : '│  ';
  return [
    `${dim(isLast ? '└─' : '├─')} ${policy.name}${builtIn(policy, style)}`,
    ...statements.flatMap((one, index) => {
      const branch = index === statements.length - 1 ? '└─' : '├─';
      const below = `${inner}${index === statements.length - 1 ? '   ' : '│  '}`;
      const name = one.place === undefined ? statementName(one) : statementName(one).padEnd(width);
      const head = `${dim(`${inner}${branch}`)} ${statementMark(one, style)} ${one.effect.padEnd(5)}  ${name}${placeText(one.place, style)}`;
      return [head, ...failureLines(one, below, style)];
    }),
  ];
}

function statementMark({ matched, effect }: ExplainedStatement, { colours }: TextStyle): string {
  if (effect === 'Deny') return matched ? colours.red('✗') : colours.dim('–');
  return matched ? colours.green('✓') : colours.dim('✗');
}

function builtIn({ attachment }: ExplainedPolicy, { colours }: TextStyle): string {
  return attachment === 'aws-managed' ? colours.dim('  of AWS') : '';
}

function failureLines(statement: ExplainedStatement, below: string, style: TextStyle): readonly string[] {
  const { mismatch, failedAt, variables } = statement;
  if (mismatch === undefined) return [];
  const { dim, yellow } = style.colours;
  const lines = wrapped(mismatchText(mismatch, variables), style.columns - below.length - 2, '');
  const place = failedAt === undefined ? [] : [dim(formatPlace(failedAt))];
  return [...lines.map((line) => yellow(line)), ...place].map((line) => `${dim(below)}  ${line}`);
}

function placeText(place: Place | undefined, { colours }: TextStyle): string {
  return place === undefined ? '' : `  ${colours.dim(formatPlace(place))}`;
}

function nearestLines({ nearestMiss }: AccessExplanation, style: TextStyle): readonly string[] {
  if (nearestMiss === undefined) return [];
  const { statement, mismatch, sufficient, variables } = nearestMiss;
  const rest = sufficient ? '' : '; another layer would refuse it still';
  return [
    '',
    style.colours.bold('Nearest miss'),
    ...wrapped(
      `${statementTitle(statement)} would allow it but for ${mismatchText(mismatch, variables)}${rest}`,
      style.columns,
      '  ',
    ),
  ];
}

function contextLines(explanation: AccessExplanation, style: TextStyle): readonly string[] {
  const { contextChange, missingContextValues: missing, decision } = explanation;
  const or =
    contextChange === undefined
      ? []
      : [
          '',
          ...wrapped(
            `As the policies stand, it is allowed with ${contextChangeText(contextChange)}`,
            style.columns,
            '',
          ),
        ];
  if (missing.length === 0) return or;
  const note = `The policies ask for what the request does not have: ${missing.join(', ')}${
    decision === 'allowed' ? '' : `; give it with ${style.contextHint ?? '--context key=value'}`
  }`;
  return [...or, '', ...wrapped(note, style.columns, '')];
}
