import { formatPlace, type TextColours, wrapped } from '@cognito-iam/account';
import type { ContractChange, ContractVerification } from './verify-account.js';

/** How {@link contractReport} is written. */
export interface ContractReportStyle {
  readonly colours: Pick<TextColours, 'bold' | 'dim' | 'red' | 'yellow'>;
  /** The width in columns; words that are longer stay whole. */
  readonly columns: number;
  /** The command that writes the contract anew. */
  readonly update: string;
}

const asIs = (text: string): string => text;

/** As test runners print it. */
export const plainReport: ContractReportStyle = {
  colours: { bold: asIs, dim: asIs, red: asIs, yellow: asIs },
  columns: 110,
  update: 'UPDATE_CONTRACT=1 npm test',
};

/** What differs between a contract and the policies, for people: first what is wider, then what is only narrower. */
export function contractReport(
  verification: ContractVerification,
  style: ContractReportStyle = plainReport,
): readonly string[] {
  const { changes, pools } = verification;
  const { bold, red, yellow } = style.colours;
  const wider = changes.filter(({ widened }) => widened);
  const narrower = changes.filter(({ widened }) => !widened);
  const part = (title: string, list: readonly ContractChange[], colour: (text: string) => string) =>
    list.length === 0 ? [] : ['', bold(colour(title)), ...groupLines(groupsOf(list, pools), style)];
  return [
    headline(verification, wider.length, narrower.length),
    ...part('Wider: the policies allow what the contract does not', wider, red),
    ...part('Narrower: the policies do not allow what the contract does', narrower, yellow),
    ...(verification.written !== undefined || changes.length === 0
      ? []
      : [
          '',
          ...wrapped(
            'Mend the policies. Where the change is meant, write the contract anew and have it reviewed:',
            style.columns,
            '',
          ),
          `  ${style.update}`,
        ]),
  ];
}

function headline(
  { file, honoured, written }: ContractVerification,
  wider: number,
  narrower: number,
): string {
  const counts = [
    ...(wider > 0 ? [`${wider} wider`] : []),
    ...(narrower > 0 ? [`${narrower} narrower`] : []),
  ].join(', ');
  const changed = counts === '' ? '' : `: ${counts}`;
  if (written === 'new') return `wrote ${file}: commit it`;
  if (written === 'unchanged') return `${file} is as it was`;
  if (written === 'changed') return `wrote ${file}${changed}`;
  return `the policies ${honoured ? 'honour' : 'do not honour'} ${file}${changed}`;
}

/** Permissions that changed in the same way, and for the same reasons. */
interface Group extends Pick<ContractChange, 'principal' | 'before' | 'after' | 'because' | 'contractPlace'> {
  readonly resources: readonly string[];
  readonly actions: readonly string[];
}

function groupsOf(changes: readonly ContractChange[], pools: readonly string[]): readonly Group[] {
  const byAction = grouped(
    changes.map((one) => ({ ...one, resources: [one.resource], actions: [one.action] })),
    ({ actions }) => actions,
    (one, other) => ({ ...one, resources: [...one.resources, ...other.resources] }),
  );
  const every = [...pools.map((pool) => `pool ${pool}`), 'other pools'].join();
  return grouped(
    byAction.map((one) => (one.resources.join() === every ? { ...one, resources: ['every pool'] } : one)),
    ({ resources }) => resources,
    (one, other) => ({ ...one, actions: [...one.actions, ...other.actions] }),
  );
}

function grouped(
  groups: readonly Group[],
  key: (group: Group) => readonly string[],
  join: (one: Group, other: Group) => Group,
): readonly Group[] {
  const found = new Map<string, Group>();
  for (const group of groups) {
    const { principal, before, after, because } = group;
    const id = JSON.stringify([principal, before, after, because, key(group)]);
    const one = found.get(id);
    found.set(id, one === undefined ? group : join(one, group));
  }
  return [...found.values()];
}

const shownActions = 12;

function groupLines(groups: readonly Group[], { colours, columns }: ContractReportStyle): readonly string[] {
  let last = '';
  return groups.flatMap(({ principal, resources, actions, before, after, because, contractPlace }) => {
    const on = resources.join() === '*' ? '' : ` on ${resources.join(', ')}`;
    const who = `${principal}${on}`;
    const head = who === last ? [] : wrapped(who, columns, '  ').map(colours.bold);
    last = who;
    const place = contractPlace && colours.dim(`in the contract at ${formatPlace(contractPlace)}`);
    return [
      ...head,
      ...wrapped(shortList(actions), columns, '    '),
      ...wrapped(`${before} → ${after}`, columns, '      '),
      ...because.flatMap((one) => wrapped(one, columns, '      ')),
      ...(place === undefined ? [] : [`      ${place}`]),
    ];
  });
}

function shortList(actions: readonly string[]): string {
  const more = actions.length - shownActions;
  return more > 1 ? `${actions.slice(0, shownActions).join(', ')} and ${more} more` : actions.join(', ');
}
