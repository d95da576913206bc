import { type Resolved, scalar, unresolved } from '../described/resolved-value.js';

/** What a plan or state says of where it is deployed. */
export interface DeploymentFacts {
  /** Ids of the accounts of its resources. */
  readonly accounts: ReadonlySet<string>;
  /** Regions of its user pools. */
  readonly regions: ReadonlySet<string>;
  /** Its user pools by the ids that AWS gave them, with those that stand for them here. */
  readonly pools: ReadonlyMap<string, string>;
  /** Those of the pools that are of another file, and so of any account. */
  readonly foreign: ReadonlySet<string>;
  /** Whether every user pool has the id here that it has there. */
  readonly samePools: boolean;
}

/** Where the account is here. */
export interface Here {
  readonly account: string;
  readonly region: string;
}

/** Gives a text of the deployed account as it is here; unresolved where several things here might be meant. */
export type ToLocal = (text: string, pointer: string) => Resolved;

/** Something that cannot be said of the account here, with the reason. */
class Ambiguous {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/**
 * Makes the function that puts the local account, region and pool ids into ARNs of the deployed ones. Account and
 * region change places with the local ones, so that an ARN of a third place still means another one.
 */
export function toLocal(
  { accounts, regions, pools, foreign, samePools }: DeploymentFacts,
  here: Here,
): ToLocal {
  const field = (written: string, deployed: ReadonlySet<string>, local: string, what: string) => {
    const [one, ...others] = deployed;
    if (written === '' || written === '*' || one === undefined) return written;
    if (others.length === 0 && one === local) return written;
    if (/[*?]/.test(written))
      return new Ambiguous(`it names the ${what} by a pattern, and another one is meant here`);
    if (others.length === 0) return written === one ? local : written === local ? one : written;
    const known = deployed.has(written) || written === local;
    return known ? new Ambiguous(`there are user pools or roles in more than one ${what}`) : written;
  };
  const inPool = (resource: string, region: string, account: string): readonly string[] | undefined => {
    const [, id = '', rest = ''] = /^userpool\/([^/*?]+)(.*)$/.exec(resource) ?? [];
    const local = pools.get(id);
    if (local === undefined) return undefined;
    const [its] = id.split('_');
    return [
      region === its ? here.region : region,
      accounts.has(account) || (foreign.has(id) && account !== '*') ? here.account : account,
      `userpool/${local}${rest}`,
    ];
  };
  const userPoolArn = (region: string, account: string, resource: string): readonly string[] | Ambiguous => {
    const known = inPool(resource, region, account);
    if (known !== undefined) return known;
    if (/^userpool\/[^/]*[*?]/.test(resource) && !/^userpool\/\*+(\/|$)/.test(resource) && !samePools) {
      return new Ambiguous('it names user pools by a part of their ids, which are other ones here');
    }
    const fields = [
      field(region, regions, here.region, 'region'),
      field(account, accounts, here.account, 'account'),
    ];
    const wrong = fields.find((one) => one instanceof Ambiguous);
    return wrong ?? [...fields.filter((one) => typeof one === 'string'), resource];
  };

  return (text, pointer) => {
    if (!text.startsWith('arn:')) return scalar(pointer, plain(text, accounts, regions, pools, here));
    const [head = '', partition = '', service = '', ...others] = text.split(':');
    const [region = '', account = '', ...rest] = others;
    if (service === 'cognito-idp' || /[*?]/.test(service)) {
      const local = userPoolArn(region, account, rest.join(':'));
      if (local instanceof Ambiguous)
        return unresolved(pointer, `\`${text}\` cannot be told: ${local.reason}`, localMend);
      return scalar(pointer, [head, partition, service, ...local.slice(0, others.length)].join(':'));
    }
    const owner = field(account, accounts, here.account, 'account');
    // Other services are not asked for here: what cannot be told of them stays as it is.
    const fields =
      others.length < 2 ? others : [region, owner instanceof Ambiguous ? account : owner, ...rest];
    return scalar(pointer, [head, partition, service, ...fields].join(':'));
  };
}

const localMend =
  'give the configuration the account and region of the deployment, and its pool ids in `pools`';

/** Text that is no ARN: an account, a region, a pool id, or the name of an identity provider that ends with one. */
function plain(
  text: string,
  accounts: ReadonlySet<string>,
  regions: ReadonlySet<string>,
  pools: ReadonlyMap<string, string>,
  here: Here,
): string {
  if (accounts.size === 1 && accounts.has(text)) return here.account;
  if (regions.size === 1 && regions.has(text)) return here.region;
  const [, provider = '', id = '', client = ''] = /^(cognito-idp\.[^/]*\/)?([^/:]+)(:.*)?$/.exec(text) ?? [];
  const local = pools.get(id);
  return local === undefined ? text : `${provider}${local}${client}`;
}
