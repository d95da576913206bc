import { createTestAccount, fromCloudFormation, type TestAccount } from '@cognito-iam/testing';
import '@cognito-iam/testing/vitest';

/** The account as the next deployment makes it: of the template that `cdk synth` writes. */
export const account: TestAccount = await createTestAccount(fromCloudFormation('cdk.out/Shop.template.json'));
