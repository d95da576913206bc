import type { Authorizer } from '@cognito-iam/core';
import { cognitoIam } from '@cognito-iam/express';
import express, { type Express } from 'express';

/** A Cognito of two customers, which asks IAM before it answers. */
export function mockCognito(authorizer: Authorizer): Express {
  const enabled = new Map([
    ['ann', true],
    ['bob', true],
  ]);
  const app = express();
  app.use(cognitoIam(authorizer));
  app.post('/', (req, res) => {
    const { Username = '' } = req.body;
    switch (req.cognitoIam?.operation) {
      case 'ListUsers':
        return void res.json({ Users: [...enabled].map(([Username, Enabled]) => ({ Username, Enabled })) });
      case 'AdminGetUser':
        return void res.json({ Username, Enabled: enabled.get(Username) });
      case 'AdminResetUserPassword':
        return void res.json({});
      case 'AdminDeleteUser':
        enabled.delete(Username);
        return void res.json({});
      default:
        res.status(501).json({ __type: 'NotImplementedException' });
    }
  });
  return app;
}
