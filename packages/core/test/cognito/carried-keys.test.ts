import { describe, expect, it } from 'vitest';
import { carriesKey } from '../../src/index.js';

describe('carriesKey', () => {
  it.each([
    ['cognito-idp:TagResource', 'aws:RequestTag/team', true],
    ['TagResource', 'aws:TagKeys', true],
    ['cognito-idp:UntagResource', 'aws:TagKeys', true],
    ['cognito-idp:UntagResource', 'aws:RequestTag/team', false],
    ['cognito-idp:tagresource', 'AWS:requesttag/TEAM', true],
    ['cognito-idp:AdminGetUser', 'aws:RequestTag/team', false],
    ['cognito-idp:AdminGetUser', 'aws:TagKeys', false],
    ['cognito-idp:AdminGetUser', 'aws:ResourceTag/team', true],
    ['cognito-idp:UntagResource', 'aws:ResourceTag/team', true],
    ['cognito-idp:ListUserPools', 'aws:ResourceTag/team', false],
    ['cognito-idp:ListUserPools', 'aws:SourceIp', true],
    // Listed in no table yet.
    ['cognito-idp:DescribeTermsByClient', 'aws:ResourceTag/team', true],
    ['cognito-idp:DescribeTermsByClient', 'aws:RequestTag/team', false],
    ['cognito-idp:Frobnicate', 'aws:ResourceTag/team', false],
    // A key that only begins like one of tags.
    ['cognito-idp:AdminGetUser', 'aws:TagKeysOfNobody', true],
  ])('requests for %s, %s: %s', (action, key, carried) => {
    expect(carriesKey(action, key)).toBe(carried);
  });
});
