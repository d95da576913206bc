import { formatPlace } from '@cognito-iam/account';
import type { Terminal } from '../terminal.js';
import type { ComparedUse, UnusedGrant, UsageComparison } from './compare-usage.js';

/**
 * A comparison as lines, as a diff has them: `+` is used and not granted, `-` is granted and never used, `?` depends on
 * condition keys, and what stays as it is has a blank.
 */
export function comparisonText(
  principal: string,
  { used, neverUsed }: UsageComparison,
  terminal: Terminal,
): readonly string[] {
  const { bold, dim, green, yellow } = terminal.colours;
  const width = Math.max(0, ...used.map(({ action }) => action.length));
  const poolWidth = Math.max(0, ...used.map(({ resource }) => poolOf(resource).length));
  const line = (use: ComparedUse): string => {
    const { action, decision, dependsOn, resource } = use;
    const about = `${action.padEnd(width)}  ${poolOf(resource).padEnd(poolWidth)}  ${countsOf(use)}`;
    if (decision === 'allowed') return `  ${about}`;
    if (decision === 'conditional') return yellow(`? ${about}  granted if ${dependsOn.join(', ')}`);
    return green(`+ ${about}  ${decision === 'explicitDeny' ? 'an explicit deny' : 'no policy allows it'}`);
  };
  return [
    bold(principal),
    ...used.map(line),
    ...neverUsed.flatMap((grant) => grantLines(grant, terminal)),
    ...(used.length + neverUsed.length === 0 ? [dim('  nothing granted, nothing used')] : []),
  ];
}

function grantLines(
  { policy, sid, index, place, grants, never }: UnusedGrant,
  { colours, columns }: Terminal,
): readonly string[] {
  const where = place === undefined ? '' : `  ${colours.dim(formatPlace(place))}`;
  const share =
    never.length === grants ? 'never used' : `${never.length} of its ${grants} actions never used`;
  const heading = `- ${sid || `statement ${index + 1}`} of ${policy}: ${share}`;
  const lines: string[] = [];
  for (const name of never) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length + 2 < columns)
      lines[lines.length - 1] = `${last}, ${name}`;
    else lines.push(`-   ${name}`);
  }
  return [`${colours.red(heading)}${where}`, ...lines.map(colours.red)];
}

function countsOf({ used, denied }: ComparedUse): string {
  const calls = [
    used > 0 ? `${used} ${used === 1 ? 'call' : 'calls'}` : '',
    denied > 0 ? `${denied} refused` : '',
  ];
  return calls.filter((one) => one !== '').join(', ');
}

function poolOf(resource: string): string {
  return resource === '*' ? '*' : resource.slice(resource.indexOf('/') + 1);
}
