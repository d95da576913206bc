export type { Account } from './account.js';
export type {
  AccountPart,
  DescribedPoolGroup,
  DescribedUserPool,
  DocumentPlaces,
  PolicyPlaces,
  SourceContext,
} from './account-part.js';
export type { AddressUpstream, EmbeddedUpstream, ReadConfig, Upstream } from './config/read-config.js';
export { AccountError, type Finding, formatFinding, type Severity } from './finding.js';
export { type LoadOptions, loadAccount } from './load-account.js';
export { formatPlace, type Place } from './place.js';
export { readSource, type SourceFile, type SourceOptions } from './source-file.js';
export type { YamlTag } from './source-yaml.js';
