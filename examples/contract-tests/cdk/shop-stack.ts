import { App, type CfnElement, Stack, type StackProps } from 'aws-cdk-lib';
import {
  CfnIdentityPool,
  CfnIdentityPoolRoleAttachment,
  CfnUserPoolGroup,
  UserPool,
  UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Effect, FederatedPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';

/** A shop: its customers are users of a user pool, and so are those who help them. */
export class ShopStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const customers = new UserPool(this, 'Customers', { userPoolName: 'customers' });
    const web = new UserPoolClient(this, 'Web', { userPool: customers });
    const identities = new CfnIdentityPool(this, 'Identities', {
      allowUnauthenticatedIdentities: false,
      cognitoIdentityProviders: [
        { clientId: web.userPoolClientId, providerName: customers.userPoolProviderName },
      ],
    });
    const bySignIn = new FederatedPrincipal(
      'cognito-identity.amazonaws.com',
      { StringEquals: { 'cognito-identity.amazonaws.com:aud': identities.ref } },
      'sts:AssumeRoleWithWebIdentity',
    );

    const support = new Role(this, 'Support', { assumedBy: bySignIn });
    support.addToPolicy(
      new PolicyStatement({
        sid: 'LookUp',
        actions: ['cognito-idp:AdminGetUser', 'cognito-idp:ListUsers', 'cognito-idp:AdminResetUserPassword'],
        resources: [customers.userPoolArn],
      }),
    );
    support.addToPolicy(
      new PolicyStatement({
        sid: 'BlockWithMfa',
        actions: ['cognito-idp:AdminDisableUser', 'cognito-idp:AdminEnableUser'],
        resources: [customers.userPoolArn],
        conditions: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      }),
    );

    const auditor = new Role(this, 'Auditor', { assumedBy: bySignIn });
    auditor.addToPolicy(
      new PolicyStatement({
        sid: 'Look',
        actions: ['cognito-idp:List*', 'cognito-idp:Describe*'],
        resources: ['*'],
      }),
    );
    auditor.addToPolicy(
      new PolicyStatement({
        sid: 'NoSecrets',
        effect: Effect.DENY,
        actions: ['cognito-idp:DescribeUserPoolClient', 'cognito-idp:ListUserPoolClientSecrets'],
        resources: ['*'],
      }),
    );

    const customer = new Role(this, 'Customer', { assumedBy: bySignIn });
    for (const [groupName, role] of [
      ['support', support],
      ['auditors', auditor],
    ] as const) {
      new CfnUserPoolGroup(this, `${groupName}-group`, {
        groupName,
        userPoolId: customers.userPoolId,
        roleArn: role.roleArn,
      });
    }
    // Names that tests and contracts can have, without the hashes of the CDK.
    for (const [name, one] of Object.entries({
      Customers: customers,
      Support: support,
      Auditor: auditor,
      Customer: customer,
    })) {
      named(one, name);
    }
    new CfnIdentityPoolRoleAttachment(this, 'Roles', {
      identityPoolId: identities.ref,
      roles: { authenticated: customer.roleArn },
      roleMappings: {
        customers: {
          type: 'Token',
          ambiguousRoleResolution: 'Deny',
          identityProvider: `${customers.userPoolProviderName}:${web.userPoolClientId}`,
        },
      },
    });
  }
}

function named(construct: IConstruct, name: string): void {
  const element = construct.node.defaultChild as CfnElement;
  element.overrideLogicalId(name);
}

const app = new App();
new ShopStack(app, 'Shop');
app.synth();
