import { cognitoIam, guard } from '@cognito-iam/express';
import express from 'express';
import { authorizer, UserPoolId } from './account.js';

/** A REST mock of a user pool, with its users in memory. */
export function createApp() {
  const users = new Map(['bob', 'carol'].map((name) => [name, { Username: name, Enabled: true }]));
  const app = express();

  // Open to everybody: it comes before anyone asks.
  app.get('/health', (_req, res) => {
    res.json({ status: 'ok' });
  });

  // Below /v1 the route table says which operation a request is.
  const v1 = express.Router();
  v1.use(cognitoIam(authorizer));
  v1.get('/users', (_req, res) => {
    res.json({ Users: [...users.values()] });
  });
  v1.post('/users', (req, res) => {
    // What was decided on: parameters, body and query.
    const { Username } = req.cognitoIam.members;
    users.set(Username, { Username, Enabled: true });
    res.status(201).json({ User: users.get(Username) });
  });
  v1.get('/users/:name', (req, res) => {
    const user = users.get(req.params.name);
    if (user === undefined) res.status(404).json({ title: 'UserNotFoundException' });
    else res.json(user);
  });
  v1.delete('/users/:name', (req, res) => {
    users.delete(req.params.name);
    res.status(204).end();
  });
  app.use('/v1', v1);

  // Elsewhere each route has a guard of its own, which is told operation and members.
  const member = (req) => ({ UserPoolId, Username: req.params.name });
  const enable = (Enabled) => (req, res) => {
    users.set(req.params.name, { Username: req.params.name, Enabled });
    res.status(204).end();
  };
  app.put('/locks/:name', guard(authorizer, 'AdminDisableUser', member), enable(false));
  app.delete('/locks/:name', guard(authorizer, 'AdminEnableUser', member), enable(true));

  return app;
}
