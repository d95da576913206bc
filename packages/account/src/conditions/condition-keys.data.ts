// biome-ignore-all format: one row a line
/** What the value of a condition key is. */
export type KeyType = 'String' | 'ARN' | 'Bool' | 'Date' | 'IP address' | 'Number' | 'Date or number';

/** A condition key; one that ends in a slash is followed by the key of a tag. */
export type KeyRow = readonly [key: string, type: KeyType, values?: 'multivalued'];

/** The global condition keys. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export const globalKeyRows: readonly KeyRow[] = [
  ['aws:AssumedRoot', 'Bool'],
  ['aws:CalledVia', 'String', 'multivalued'],
  ['aws:CalledViaAWSMCP', 'String'],
  ['aws:CalledViaFirst', 'String'],
  ['aws:CalledViaLast', 'String'],
  ['aws:ChatbotSourceArn', 'ARN'],
  ['aws:CurrentTime', 'Date'],
  ['aws:Ec2InstanceSourcePrivateIPv4', 'IP address'],
  ['aws:Ec2InstanceSourceVpc', 'String'],
  ['aws:EpochTime', 'Date or number'],
  ['aws:FederatedProvider', 'String'],
  ['aws:IsMcpServiceAction', 'Bool'],
  ['aws:MultiFactorAuthAge', 'Number'],
  ['aws:MultiFactorAuthPresent', 'Bool'],
  ['aws:PrincipalAccount', 'String'],
  ['aws:PrincipalArn', 'ARN'],
  ['aws:PrincipalIsAWSService', 'Bool'],
  ['aws:PrincipalOrgID', 'String'],
  ['aws:PrincipalOrgPaths', 'String', 'multivalued'],
  ['aws:PrincipalServiceName', 'String'],
  ['aws:PrincipalServiceNamesList', 'String', 'multivalued'],
  ['aws:PrincipalTag/', 'String'],
  ['aws:PrincipalType', 'String'],
  ['aws:Referer', 'String'],
  ['aws:RequestedRegion', 'String'],
  ['aws:RequestTag/', 'String'],
  ['aws:ResourceAccount', 'String'],
  ['aws:ResourceOrgID', 'String'],
  ['aws:ResourceOrgPaths', 'String', 'multivalued'],
  ['aws:ResourceTag/', 'String'],
  ['aws:SecureTransport', 'Bool'],
  ['aws:SignInSessionArn', 'ARN'],
  ['aws:SourceAccount', 'String'],
  ['aws:SourceArn', 'ARN'],
  ['aws:SourceIdentity', 'String'],
  ['aws:SourceIp', 'IP address'],
  ['aws:SourceOrgID', 'String'],
  ['aws:SourceOrgPaths', 'String', 'multivalued'],
  ['aws:SourceVpc', 'String'],
  ['aws:SourceVpcArn', 'ARN'],
  ['aws:SourceVpce', 'String'],
  ['aws:TagKeys', 'String', 'multivalued'],
  ['aws:TokenIssueTime', 'Date'],
  ['aws:UserAgent', 'String'],
  ['aws:userid', 'String'],
  ['aws:username', 'String'],
  ['aws:ViaAWSMCPService', 'Bool'],
  ['aws:ViaAWSService', 'Bool'],
  ['aws:VpceAccount', 'String'],
  ['aws:VpceOrgID', 'String'],
  ['aws:VpceOrgPaths', 'String', 'multivalued'],
  ['aws:VpcSourceIp', 'IP address'],
];

/** Keys of sessions that come from an identity pool. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html */
export const sessionKeyRows: readonly KeyRow[] = [
  ['cognito-identity.amazonaws.com:amr', 'String', 'multivalued'],
  ['cognito-identity.amazonaws.com:aud', 'String'],
  ['cognito-identity.amazonaws.com:sub', 'String'],
];

/** Services whose credentials carry keys of their own into every call. */
export const sessionServices: readonly string[] = [
  'codebuild', 'ec2', 'glue', 'identitystore', 'lambda', 'saml', 'ssm', 'sts',
];
