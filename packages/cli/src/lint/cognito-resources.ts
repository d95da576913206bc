import { contains, overlaps, type Pattern, type Token } from '@cognito-iam/account';
import { resourcePattern } from './pattern.js';

const segment: Token = { kind: 'class', characters: /^[0-9a-z-]$/ };
const account: Token = { kind: 'class', characters: /^\d$/ };
const word: Token = { kind: 'class', characters: /^[0-9A-Za-z-]$/ };
const name: Token = { kind: 'class', characters: /^[\w-]$/ };

function text(characters: string): Pattern {
  return [...characters].map((character) => ({ kind: 'text', character }));
}

function arn(service: string, resource: Pattern): Pattern {
  return [
    ...text('arn:'),
    segment,
    ...text(`:${service}:`),
    segment,
    ...text(':'),
    account,
    ...text(':'),
    ...resource,
  ];
}

/**
 * The ARNs of a resource type, or more, never fewer. A user pool's id is `region_letters`.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html
 */
const forms: ReadonlyMap<string, Pattern> = new Map([
  ['userpool', arn('cognito-idp', [...text('userpool/'), name, ...text('_'), word])],
  ['webacl', arn('wafv2', [word, ...text('/webacl/'), name, ...text('/'), word])],
]);

/** Every type of resource that the service knows. */
export const resourceTypes: readonly string[] = [...forms.keys()];

/** Whether an entry of `Resource` may stand for a resource of a type: `false` is always right. */
export function mayName(entry: string, type: string, variables: boolean): boolean {
  if (entry === '*') return true;
  const form = forms.get(type);
  const pattern = resourcePattern(entry, variables);
  return form === undefined || pattern === undefined || overlaps(pattern, form);
}

/** Whether an entry stands for every user pool of an account, or of all. */
export function namesEveryPool(entry: string, variables: boolean): boolean {
  if (entry === '*') return true;
  const anywhere = entry.replace(/^arn:aws[a-z-]*:/, 'arn:*:').replace(/^((?:[^:]*:){4})\d{12}:/, '$1*:');
  const form = forms.get('userpool');
  const pattern = resourcePattern(anywhere, variables);
  return form !== undefined && pattern !== undefined && contains(pattern, form);
}
