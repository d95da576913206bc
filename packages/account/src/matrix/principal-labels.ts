import type { ExplainedAccount } from '../explanation/explained-account.js';
import { describedPrincipals } from '../explanation/principal-by-source-id.js';

/**
 * What roles and users are called wherever they are deployed, by their names here (`role/Support`): one whose name was
 * made up goes by what its template or plan calls it, where nobody else does.
 */
export function principalLabels(account: ExplainedAccount): ReadonlyMap<string, string> {
  const { roles, users } = account.directory;
  const names = [...roles.map(({ name }) => `role/${name}`), ...users.map(({ name }) => `user/${name}`)];
  const described = new Map(
    describedPrincipals(account).map(({ kind, name, sourceId }) => [name, `${kind}/${sourceId}`]),
  );
  const wanted = names.map((name) => {
    const label = described.get(name);
    return label !== undefined && isMadeUp(name, label) ? label : name;
  });
  const count = new Map<string, number>();
  for (const label of wanted) count.set(label, (count.get(label) ?? 0) + 1);
  return new Map(
    names.map((name, index) => {
      const label = wanted[index] ?? name;
      const isTaken = (count.get(label) ?? 0) > 1 || (label !== name && names.includes(label));
      return [name, isTaken ? name : label];
    }),
  );
}

/** Whether a name has the form of those that CloudFormation and the provider of Terraform make up. */
function isMadeUp(name: string, label: string): boolean {
  const id = label.slice(label.indexOf('/') + 1);
  const [, cutId] = /-([0-9A-Za-z]+)-[A-Z0-9]{12}$/.exec(name) ?? [];
  return cutId === undefined ? /\d{26}$/.test(name) : id.startsWith(cutId);
}
