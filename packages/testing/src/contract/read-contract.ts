import { AccountError, type Finding, type Place, type SourceFile } from '@cognito-iam/account';
import { catalog, nearestName } from '@cognito-iam/core';
import { contractVersion, everyAction, everyPool } from './contract-text.js';
import {
  actionsOn,
  type PermissionContract,
  type Permissions,
  type ResourceClass,
} from './permission-contract.js';
import { readTerms } from './read-terms.js';
import type { Terms } from './terms.js';

/** A contract that was read from a file. */
export interface ReadContract {
  readonly contract: PermissionContract;
  /** Where a permission is written, or what it would be beside. */
  readonly placeOf: (principal: string, resource: ResourceClass, action: string) => Place;
}

/** Reads what {@link contractText} writes. Throws an `AccountError` with everything that is wrong, each with its place. */
export function readContract(source: SourceFile): ReadContract {
  const findings: Finding[] = [];
  const report: Report = (pointer, message, mend) => {
    const place = source.placeOf(pointerOf(pointer));
    findings.push({ severity: 'error', code: 'contract', message, ...(mend && { mend }), place });
  };
  const file = membersOf(source.value);
  if (file === undefined) {
    report([], 'this is no permission contract', 'write one with `cognito-iam contract --update`');
    throw new AccountError(findings);
  }
  const version = file.get('version');
  if (version !== contractVersion) {
    const message =
      version === undefined ? 'it has no `version`' : `it has version ${JSON.stringify(version)}`;
    report(['version'], `${message}, and what is read here is version ${contractVersion}`);
    throw new AccountError(findings);
  }
  for (const name of file.keys()) {
    if (!['version', 'pools', 'principals'].includes(name)) report([name], `\`${name}\` is not known here`);
  }
  const pools = poolsIn(file.get('pools') ?? [], report);
  const written = membersOf(file.get('principals') ?? {});
  if (written === undefined) report(['principals'], 'expected principals by name');
  const permissions = new Map<string, Permissions>();
  const pointers = new Map<string, readonly string[]>();
  for (const [principal, value] of written ?? []) {
    if (!/^(?:role|user)\/./.test(principal)) {
      report(['principals', principal], `\`${principal}\` is neither \`role/…\` nor \`user/…\``);
    }
    const own = new PrincipalReader(pools, principal, report, pointers);
    permissions.set(principal, own.read(value));
  }
  if (findings.length > 0) throw new AccountError(findings);
  return {
    contract: { pools, permissions },
    placeOf: (principal, resource, action) => {
      const found = pointers.get(JSON.stringify([principal, resource, action]));
      return source.placeOf(pointerOf(found ?? ['principals', principal, resource]));
    },
  };
}

type Report = (pointer: readonly string[], message: string, mend?: string) => void;

/** Reads the permissions of one principal, and keeps where each is written. */
class PrincipalReader {
  readonly #permissions = new Map<ResourceClass, Map<string, Terms>>();
  readonly #pools: readonly string[];
  readonly #principal: string;
  readonly #report: Report;
  readonly #pointers: Map<string, readonly string[]>;

  constructor(
    pools: readonly string[],
    principal: string,
    report: Report,
    pointers: Map<string, readonly string[]>,
  ) {
    this.#pools = pools;
    this.#principal = principal;
    this.#report = report;
    this.#pointers = pointers;
  }

  read(value: unknown): Permissions {
    const sections = membersOf(value);
    if (sections === undefined) {
      this.#report(['principals', this.#principal], 'expected permissions by resource');
    }
    for (const [resource, permissions] of sections ?? []) this.#section(resource, permissions);
    return this.#permissions;
  }

  #section(name: string, value: unknown): void {
    const at = ['principals', this.#principal, name];
    const classes = classesOf(name, this.#pools);
    const [first] = classes;
    if (first === undefined) {
      const known = ['*', everyPool, 'other pools', ...this.#pools.map((pool) => `pool ${pool}`)];
      const nearest = nearestName(name, known);
      const mend =
        nearest === undefined ? `it is one of ${known.join(', ')}` : `did you mean \`${nearest}\`?`;
      this.#report(at, `there is no resource \`${name}\` in this contract`, mend);
      return;
    }
    const permissions = membersOf(value);
    if (permissions === undefined) {
      this.#report(at, 'expected permissions by action');
      return;
    }
    for (const [action, written] of permissions)
      this.#permission(classes, first, [...at, action], action, written);
  }

  #permission(
    classes: readonly ResourceClass[],
    first: ResourceClass,
    at: readonly string[],
    action: string,
    written: unknown,
  ): void {
    const actions = action === everyAction ? actionsOn(first) : [action];
    if (action !== everyAction && !actionsOn(first).includes(action)) {
      this.#report(at, ...unknownAction(action, first));
      return;
    }
    const terms = readTerms(written);
    if ('problem' in terms) {
      this.#report([...at, ...terms.at], terms.problem);
      return;
    }
    for (const resource of classes) {
      const byAction = this.#permissions.get(resource) ?? new Map<string, Terms>();
      this.#permissions.set(resource, byAction);
      for (const each of actions) {
        if (byAction.has(each)) {
          this.#report(at, `\`${each}\` on ${resource} is in this contract twice`, 'take one of them out');
          return;
        }
        byAction.set(each, terms);
        this.#pointers.set(JSON.stringify([this.#principal, resource, each]), at);
      }
    }
  }
}

function classesOf(name: string, pools: readonly string[]): readonly ResourceClass[] {
  const each = pools.map((pool) => `pool ${pool}` as const);
  if (name === '*' || name === 'other pools') return [name];
  if (name === everyPool) return [...each, 'other pools'];
  return each.filter((one) => one === name);
}

function unknownAction(action: string, resource: ResourceClass): [message: string, mend?: string] {
  const elsewhere = actionsOn(resource === '*' ? 'other pools' : '*').includes(action);
  if (elsewhere) {
    const place = resource === '*' ? 'a pool' : '`*`';
    return [`AWS asks about \`${action}\` on ${place}`, `write it there`];
  }
  if (catalog.operation(action) !== undefined) return [`AWS does not ask IAM about \`${action}\``];
  const nearest = nearestName(action, actionsOn(resource));
  const message = `there is no action \`${action}\``;
  return nearest === undefined ? [message] : [message, `did you mean \`${nearest}\`?`];
}

function poolsIn(value: unknown, report: Report): readonly string[] {
  if (!Array.isArray(value)) {
    report(['pools'], 'expected a list of pools');
    return [];
  }
  const names = value.filter((name) => typeof name === 'string');
  if (names.length < value.length) report(['pools'], 'expected the names of pools, which are texts');
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) report(['pools'], `the pool \`${twice}\` is here twice`);
  return names;
}

/** The members of an object; `undefined` for anything else. */
export function membersOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value));
}

function pointerOf(steps: readonly string[]): string {
  return steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
