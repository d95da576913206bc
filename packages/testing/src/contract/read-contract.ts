import { AccountError, type Finding, type Place, pointerOf, type SourceFile } from '@cognito-iam/account';
import { catalog, nearestName } from '@cognito-iam/core';
import { contractFile } from './contract-file.js';
import { everyAction, everyPool } from './contract-text.js';
import {
  actionsOn,
  type PermissionContract,
  type Permissions,
  type ResourceClass,
} from './permission-contract.js';
import { readTerms } from './read-terms.js';
import type { Terms } from './terms.js';
import { writtenFaults } from './written-faults.js';

/** A contract that was read from a file. */
export interface ReadContract {
  readonly contract: PermissionContract;
  /** Where a permission is written, or what it would be beside. */
  readonly placeOf: (principal: string, resource: ResourceClass, action: string) => Place;
}

/** Reads what {@link contractText} writes. Throws an `AccountError` with everything that is wrong, each with its place. */
export function readContract(source: SourceFile): ReadContract {
  const file = contractFile(source);
  const pools = file.pools ?? [];
  const findings: Finding[] = [];
  const report = (pointer: string, message: string, mend?: string): void => {
    const place = source.placeOf(pointer);
    findings.push({ severity: 'error', code: 'contract', message, ...(mend && { mend }), place });
  };
  const permissions = new Map<string, Permissions>();
  const pointers = new Map<string, string>();
  for (const [principal, sections] of Object.entries(file.principals ?? {})) {
    const own = new Map<ResourceClass, Map<string, Terms>>();
    permissions.set(principal, own);
    for (const [name, section] of Object.entries(sections)) {
      const at = pointerOf('principals', principal, name);
      const classes = classesOf(name, pools);
      const [first] = classes;
      if (first === undefined) {
        report(at, ...unknownResource(name, pools));
        continue;
      }
      for (const [action, written] of Object.entries(section)) {
        const pointer = at + pointerOf(action);
        const actions = actionsOn(first).filter((one) => action === everyAction || action === one);
        if (actions.length === 0) report(pointer, ...unknownAction(action, first));
        for (const { pointer: at, message, mend } of writtenFaults(written)) {
          report(pointer + at, message, mend);
        }
        const terms = readTerms(written);
        const each = classes.flatMap((resource) => actions.map((one) => [resource, one] as const));
        const twice = each.find(([resource, one]) => own.get(resource)?.has(one));
        if (twice !== undefined) {
          const message = `\`${twice[1]}\` on ${twice[0]} is in this contract twice`;
          report(pointer, message, 'take one of them out');
        }
        for (const [resource, one] of each) {
          own.set(resource, (own.get(resource) ?? new Map<string, Terms>()).set(one, terms));
          pointers.set(JSON.stringify([principal, resource, one]), pointer);
        }
      }
    }
  }
  if (findings.length > 0) throw new AccountError(findings);
  return {
    contract: { pools, permissions },
    placeOf: (principal, resource, action) => {
      const found = pointers.get(JSON.stringify([principal, resource, action]));
      return source.placeOf(found ?? pointerOf('principals', principal, resource));
    },
  };
}

type Fault = readonly [message: string, mend?: string];

function classesOf(name: string, pools: readonly string[]): readonly ResourceClass[] {
  const each = pools.map((pool) => `pool ${pool}` as const);
  if (name === '*' || name === 'other pools') return [name];
  if (name === everyPool) return [...each, 'other pools'];
  return each.filter((one) => one === name);
}

function unknownResource(name: string, pools: readonly string[]): Fault {
  const known = ['*', everyPool, 'other pools', ...pools.map((pool) => `pool ${pool}`)];
  const nearest = nearestName(name, known);
  const mend = nearest === undefined ? `it is one of ${known.join(', ')}` : `did you mean \`${nearest}\`?`;
  return [`there is no resource \`${name}\` in this contract`, mend];
}

function unknownAction(action: string, resource: ResourceClass): Fault {
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
