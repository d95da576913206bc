import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readTemplate, type TemplateContext } from '../../src/cloudformation/index.js';
import { type AccountPart, formatPlace, readSource, templateSyntax } from '../../src/index.js';

export const folder: string = import.meta.dirname;

/** Reads a template of this folder; nested ones from the files beside it. */
export function templatePart(file: string, context: Partial<TemplateContext> = {}): AccountPart {
  const source = (name: string) => readSource(name, readFileSync(join(folder, name), 'utf8'), templateSyntax);
  return readTemplate(source(file), {
    account: '123456789012',
    region: 'us-east-1',
    stackName: 'shop',
    nestedTemplate: (location, from) => {
      const name = join(dirname(from), location);
      return existsSync(join(folder, name)) ? source(name) : undefined;
    },
    ...context,
  });
}

/** What a part says, as the files of expectations write it. */
export function told({
  policyPlaces,
  sourceIds: _,
  identityPools: __,
  findings,
  userPools,
  poolGroups,
  ...part
}: AccountPart): unknown {
  const { directory } = part;
  const documents = [
    ...Object.entries(directory.managedPolicies ?? {}).map(([name, document]) => [
      `/managedPolicies/${name}`,
      document,
    ]),
    ...(['roles', 'users', 'groups'] as const).flatMap((kind) =>
      Object.entries(directory[kind] ?? {}).flatMap(([name, { inlinePolicies = {} }]) =>
        Object.entries(inlinePolicies).map(([policy, document]) => [
          `/${kind}/${name}/inlinePolicies/${policy}`,
          document,
        ]),
      ),
    ),
  ] as const;
  const places = documents.map(([pointer, document]) => {
    const at = policyPlaces.get(
      String(pointer).replace(/(?<=^\/managedPolicies\/)arn.*/, (arn) => arn.replaceAll('/', '~1')),
    );
    const content: unknown = typeof document === 'string' ? undefined : document;
    const statements = [Object(content).Statement].flat();
    return [pointer, statements.map((_, index) => at && place(at(`/Statement/${index}`))).join(' ')];
  });
  return {
    ...part,
    userPools: userPools.map((pool) => ({ ...pool, place: place(pool.place) })),
    poolGroups: poolGroups.map((group) => ({ ...group, place: place(group.place) })),
    places: Object.fromEntries(places),
    findings: findings.map(
      ({ severity, code, message, mend, place: at }) =>
        `${at === undefined ? '' : place(at)} ${severity} ${code}: ${message}${mend === undefined ? '' : `; ${mend}`}`,
    ),
  };
}

function place(at: Parameters<typeof formatPlace>[0]): string {
  return formatPlace(at).replace(/^.*\//, '');
}
