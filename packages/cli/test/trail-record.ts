/** A record of CloudTrail's: Ann, as Support, looked at a user of a pool. */
export function trailRecord(pool: string): object {
  return {
    eventTime: '2026-11-22T10:00:00Z',
    eventSource: 'cognito-idp.amazonaws.com',
    eventName: 'AdminGetUser',
    awsRegion: 'us-east-1',
    userIdentity: {
      type: 'AssumedRole',
      accountId: '123456789012',
      arn: 'arn:aws:sts::123456789012:assumed-role/Support/ann',
    },
    resources: [{ ARN: pool }],
  };
}
