import { enforcing, type Operation, rest } from '@cognito-iam/core';
import { cognitoIam, guard as guardOf } from '@cognito-iam/express';
import express, { type RequestHandler } from 'express';
import express4 from 'express-4';
import supertest from 'supertest';
import { describe, expect, test } from 'vitest';
import { type RoutesOptions, routesOf } from '../src/index.js';
import { authorizerWith, linesOf, members, problemOf } from './routes-fixture.js';

const authorizer = authorizerWith();
const guard = (operation: Operation, by = authorizer) => guardOf(by, operation, members) as RequestHandler;
const answerAll: RequestHandler = (_req, res) => {
  res.json({});
};
const ok: RequestHandler = (_req, res) => {
  res.json({});
};
function requestLog(_req: unknown, _res: unknown, next: () => void): void {
  next();
}

describe.each([
  { name: 'Express 5', framework: express },
  { name: 'Express 4', framework: express4 },
])('routes of $name', ({ framework }) => {
  async function read(build: (app: express.Express) => unknown, options?: RoutesOptions) {
    const app = framework();
    build(app);
    return routesOf(app, options);
  }
  const lines = async (...given: Parameters<typeof read>) => linesOf(await read(...given));

  test('in routers within routers have their whole path, and the guards before them', async () => {
    const found = await lines((app) => {
      const pools = framework.Router();
      const users = framework.Router();
      users.get('/', ok);
      users.delete('/:name', guard('AdminDeleteUser'), ok);
      pools.use(guard('ListUsers'));
      pools.use('/users', users);
      app.use('/pools/:pool', pools);
      app.get('/pools', ok);
    });
    expect(found).toEqual([
      'GET /pools/:pool/users enforced ListUsers',
      'DELETE /pools/:pool/users/:name enforced ListUsers+AdminDeleteUser',
      'GET /pools open',
    ]);
  });

  test('a router without a path guards what comes after it, and not what comes before', async () => {
    const found = await lines((app) => {
      const router = framework.Router();
      router.use(guard('ListUsers'));
      app.get('/before', ok);
      app.use(router);
      app.get('/after', ok);
    });
    expect(found).toEqual(['GET /before open', 'GET /after enforced ListUsers']);
  });

  test('`all` is every method, and a guard of `all` guards each', async () => {
    const found = await lines((app) => {
      app.all('/any', guard('ListUsers'), ok);
      app.route('/some').all(guard('AdminGetUser')).get(ok).delete(guard('AdminDeleteUser'), ok);
      app.all('/open', ok);
    });
    expect(found).toEqual([
      'ALL /any enforced ListUsers',
      'GET /some enforced AdminGetUser',
      'DELETE /some enforced AdminGetUser+AdminDeleteUser',
      'ALL /open open',
    ]);
  });

  test('what may answer before the second guard is no part of what the first one lets through', async () => {
    const found = await read((app) => {
      app.put('/users/:name', guard('AdminGetUser'), requestLog, guard('AdminDeleteUser'), ok);
      app.use(guard('ListUsers'));
      app.delete('/users/:name', answerAll, guard('AdminDeleteUser'), ok);
    });
    expect(linesOf(found)).toEqual(['PUT /users/:name unknown', 'DELETE /users/:name unknown']);
    expect(problemOf(found, 'DELETE /users/:name')).toContain('`answerAll` comes before its guard');
  });

  test('a guard of one method is none of another', async () => {
    const found = await lines((app) => {
      app.get('/users', guard('ListUsers'), ok);
      app.post('/users', ok);
      app.head('/users', ok);
    });
    expect(found).toEqual(['GET /users enforced ListUsers', 'POST /users open', 'HEAD /users open']);
  });

  test('a function that comes before the guard, or stands alone, has to be vouched for', async () => {
    const build = (app: express.Express) => {
      app.use(requestLog);
      app.get('/users', requestLog, guard('ListUsers'), ok);
      app.use('/files', (_req, res) => void res.end());
    };
    expect(await lines(build)).toEqual(['ALL /* unknown', 'GET /users unknown', 'ALL /files/* unknown']);
    const named = await read(build, { middleware: ['requestLog'] });
    expect(linesOf(named)).toEqual(['GET /users enforced ListUsers', 'ALL /files/* unknown']);
    expect(linesOf(await read(build, { middleware: [requestLog] }))).toEqual(linesOf(named));
    expect(problemOf(named, 'ALL /files/*')).toMatch(/may answer; if it does not, name it in `middleware`/);
  });

  test('what is vouched for and is not there is told', async () => {
    const routes = await read((app) => app.get('/users', guard('ListUsers'), ok), {
      middleware: ['cors', requestLog],
      samples: { 'GET /user': '/user' },
    });
    expect(routes.problems).toEqual([
      'no function `cors` was met: take it out of `middleware`',
      'no function `requestLog` was met: take it out of `middleware`',
      'there is no route `GET /user`: take it out of `samples`',
    ]);
  });

  test('handlers of errors are no routes', async () => {
    const found = await lines((app) => {
      app.get('/users', guard('ListUsers'), ok);
      app.use((_error: unknown, _req: unknown, res: express.Response, _next: unknown) => void res.end());
    });
    expect(found).toEqual(['GET /users enforced ListUsers']);
  });

  test('an application within another is not seen', async () => {
    const inner = framework();
    inner.get('/secret', ok);
    expect(await lines((app) => app.use('/inner', inner))).toEqual(['ALL /inner/* unknown']);
  });

  test('a callback of a parameter comes before the guard', async () => {
    const found = await lines((app) => {
      app.param('name', (_req, res) => void res.end());
      app.get('/users/:name', guard('AdminGetUser'), ok);
      app.get('/users', guard('ListUsers'), ok);
    });
    expect(found).toEqual(['GET /users/:name unknown', 'GET /users enforced ListUsers']);
  });

  test('a pattern of which no path is known needs a sample', async () => {
    const build = (app: express.Express) => app.get(/^\/files\/\d+$/, guard('AdminGetUser'), ok);
    const [name = ''] = (await read(build)).routes.map((route) => route.name);
    expect(problemOf(await read(build), name)).toContain('give one in `samples`');
    expect(await lines(build, { samples: { [name]: '/files/7' } })).toEqual([
      `${name} enforced AdminGetUser`,
    ]);
    const wrong = await read(build, { samples: { [name]: '/elsewhere' } });
    expect(problemOf(wrong, name)).toContain('its guard was not asked: the answer was 404');
  });

  test('each of several paths is a route', async () => {
    const found = await lines((app) => app.get(['/a', '/b'], guard('ListUsers'), ok));
    expect(found).toEqual(['GET /a enforced ListUsers', 'GET /b enforced ListUsers']);
  });

  test('a route that another takes the requests of is asked about as that', async () => {
    const routes = await read((app) => {
      app.get('/users/:name', guard('AdminGetUser'), ok);
      app.get('/users/me', guard('GetUser'), ok);
    });
    expect(linesOf(routes)).toEqual([
      'GET /users/:name enforced AdminGetUser',
      'GET /users/me enforced AdminGetUser+GetUser',
    ]);
  });

  test('a route that comes after an open one for the same requests is not sent any', async () => {
    const ran: string[] = [];
    const routes = await read((app) => {
      app.delete('/users/:name', (req, res) => {
        ran.push(req.url);
        res.end();
      });
      app.delete('/users/bob', guard('AdminDeleteUser'), ok);
    });
    expect(linesOf(routes)).toEqual([
      'DELETE /users/:name open',
      'DELETE /users/bob unknown AdminDeleteUser',
    ]);
    expect(problemOf(routes, 'DELETE /users/bob')).toContain(
      '`DELETE /users/:name`, which is open, comes first',
    );
    expect(ran).toEqual([]);
  });

  test('what is open stays open after another open route, and what it answers is no path without a route', async () => {
    const found = await lines((app) => {
      app.get('/health', ok);
      app.get('/:page', ok);
      app.get('/users/:name', guard('AdminGetUser'), ok);
    });
    expect(found).toEqual(['GET /health open', 'GET /:page open', 'GET /users/:name enforced AdminGetUser']);
  });

  test('a catch-all that is vouched for is found out behind an open route with a parameter', async () => {
    const found = await lines(
      (app) => {
        app.get('/:page', ok);
        app.use(answerAll);
      },
      { middleware: ['answerAll'] },
    );
    expect(found).toEqual(['GET /:page open', 'GET /* unknown']);
  });

  test('a function that may answer is named, whatever is open before it', async () => {
    const routes = await read((app) => {
      app.get('/health', ok);
      app.use(express.json());
      app.get('/users', guard('ListUsers'), ok);
    });
    expect(problemOf(routes, 'ALL /*')).toBe(
      '`jsonParser` may answer; if it does not, name it in `middleware`',
    );
  });

  test('letter case that counts for a guard and not for a route lets requests by', async () => {
    const found = await lines((app) => {
      const strict = framework.Router({ caseSensitive: true });
      strict.use('/admin', guard('ListUsers'));
      app.use(strict);
      app.get('/admin/users', ok);
    });
    expect(found).toEqual(['GET /admin/users open']);
  });

  test('an asterisk for at least one segment does not guard what is above', async () => {
    const everything = framework === express4 ? '/admin/*' : '/admin/*splat';
    const found = await lines((app) => {
      app.all(everything, guard('ListUsers'));
      app.get('/admin', ok);
      app.get('/admin/users', ok);
    });
    expect(found).toEqual(['GET /admin open', 'GET /admin/users enforced ListUsers']);
  });

  test('what is only let through in audit mode is open', async () => {
    const audit = authorizerWith({ mode: 'audit' });
    const ran: string[] = [];
    const routes = await read((app) =>
      app.get('/users', guard('ListUsers', audit), (req, res) => {
        ran.push(req.url);
        res.end();
      }),
    );
    expect(linesOf(routes)).toEqual(['GET /users open ListUsers']);
    expect(problemOf(routes, 'GET /users')).toContain("`mode: 'audit'`");
    expect(ran).toEqual([]);
  });

  test('a second guard in audit mode does not count', async () => {
    const audit = authorizerWith({ mode: 'audit' });
    const routes = await read((app) => {
      app.use(guard('ListUsers'));
      app.get('/users/:name', guard('AdminGetUser', audit), ok);
      app.post('/sign-up', guard('SignUp', audit), ok);
      app.delete('/users/:name', guard('AdminDeleteUser'), ok);
    });
    expect(linesOf(routes)).toEqual([
      'GET /users/:name unknown ListUsers+AdminGetUser',
      'POST /sign-up enforced ListUsers+SignUp',
      'DELETE /users/:name enforced ListUsers+AdminDeleteUser',
    ]);
    expect(problemOf(routes, 'GET /users/:name')).toBe(
      "whoever may not AdminGetUser is let through by its guard, as in `mode: 'audit'`",
    );
  });

  test('what has a guard for its prototype is none', async () => {
    const heir = Object.setPrototypeOf(answerAll.bind(undefined), guard('AdminDeleteUser'));
    const found = await lines((app) => {
      app.delete('/users/:name', heir, ok);
      app.get('/users/:name', guard('AdminGetUser'), heir, ok);
    });
    expect(found).toEqual(['DELETE /users/:name open', 'GET /users/:name enforced AdminGetUser']);
  });

  describe('after an error', () => {
    function resume(_error: unknown, _req: unknown, _res: unknown, next: () => void): void {
      next();
    }

    test('a request could go on past the guards before it', async () => {
      const routes = await read((app) => {
        app.get('/before', guard('ListUsers'), ok);
        app.get('/within', guard('ListUsers'), resume as never, ok);
        app.get('/ahead', resume as never, guard('ListUsers'), ok);
        app.get('/behind', guard('ListUsers'), ok, resume as never);
        app.use('/files', guard('ListGroups'));
        app.use('/other', resume as never);
        app.get('/files/a', ok);
        app.use('/files', resume as never);
        app.get('/files/b', guard('ListUsers'), ok);
        app.get('/after', guard('ListUsers'), ok);
      });
      expect(linesOf(routes)).toEqual([
        'GET /before enforced ListUsers',
        'GET /within unknown',
        'GET /ahead enforced ListUsers',
        'GET /behind enforced ListUsers',
        'GET /files/a enforced ListGroups',
        'GET /files/b unknown',
        'GET /after enforced ListUsers',
      ]);
      expect(problemOf(routes, 'GET /within')).toContain('`resume` could let a request go on');
    });

    test('it does so indeed', async () => {
      const ran: string[] = [];
      const app = framework();
      app.use((_req, _res, next) => next(new Error('no')));
      app.use(guard('ListUsers'));
      app.use(resume as never);
      app.get('/users', (req, res) => {
        ran.push(req.url);
        res.end();
      });
      await supertest(app).get('/users').expect(200);
      expect(ran).toEqual(['/users']);
    });

    test('it does not where somebody vouches for that', async () => {
      const build = (app: express.Express) => {
        app.use(guard('ListGroups')).use(resume as never);
        app.get('/users', guard('ListUsers'), resume as never, ok);
      };
      expect(await lines(build)).toEqual(['GET /users unknown']);
      const vouched = await read(build, { middleware: ['resume'] });
      expect(linesOf(vouched)).toEqual(['GET /users enforced ListGroups+ListUsers']);
      expect(vouched.problems).toEqual([]);
    });
  });

  test('what AWS opens to everybody is enforced, and its handler does not run', async () => {
    const ran: string[] = [];
    const found = await lines((app) =>
      app.post('/sign-up', guard('SignUp'), (req, res) => {
        ran.push(req.url);
        res.end();
      }),
    );
    expect(found).toEqual(['POST /sign-up enforced SignUp']);
    expect(ran).toEqual([]);
  });

  test('a mark that nobody stands behind is found out', async () => {
    const forged = enforcing(
      (_req: unknown, _res: unknown, next: () => void) => next(),
      authorizer,
      'ListUsers',
    );
    const routes = await read((app) => app.get('/users', forged, ok));
    expect(problemOf(routes, 'GET /users')).toContain('its guard was not asked: the answer was 200');
  });

  test('a guard that asks about another operation than it says is found out', async () => {
    const other = guard('AdminGetUser');
    const forwarding: RequestHandler = (req, res, next) => other(req, res, next);
    const forged = enforcing(forwarding, authorizer, 'ListUsers');
    const routes = await read((app) => app.get('/users', forged, ok));
    expect(problemOf(routes, 'GET /users')).toContain('was asked about as AdminGetUser');
  });

  test.each([
    { replaced: 'status', problem: 'did not arrive as it was made: the answer was 200' },
    { replaced: 'end', problem: 'a request to it failed' },
  ])('a guard whose answer is changed is found out: $replaced', async ({ replaced, problem }) => {
    const replacing: RequestHandler = (req, res, next) => {
      const replacement = replaced === 'status' ? () => res : () => req.socket.destroy();
      Object.assign(res, { [replaced]: replacement });
      next();
    };
    const routes = await read((app) => app.use(replacing).get('/users', guard('ListUsers'), ok), {
      middleware: [replacing],
    });
    expect(problemOf(routes, 'GET /users')).toContain(problem);
  });

  test('a handler is none that could be vouched for', async () => {
    function list(_req: express.Request, res: express.Response): void {
      res.json({});
    }
    const routes = await read((app) => app.get('/users', list).get('/others', requestLog, list), {
      middleware: ['list', 'requestLog'],
    });
    expect(linesOf(routes)).toEqual(['GET /users open', 'GET /others open']);
  });

  test('a catch-all that is vouched for and answers is found out', async () => {
    const routes = await read(
      (app) => {
        app.get('/users', guard('ListUsers'), ok);
        app.use(answerAll);
      },
      { middleware: ['answerAll'] },
    );
    expect(linesOf(routes)).toEqual(['GET /users enforced ListUsers', 'GET /* unknown']);
  });

  test('a function behind a check is each row of its route table, and what passes', async () => {
    const table = rest([{ method: 'GET', path: '/users', operation: 'ListUsers', members: members() }], {
      basePath: '/v1',
      pass: ['/health', '/keys/'],
    });
    const tabled = authorizerWith({ routes: table });
    const found = await lines((app) => app.use('/v1', cognitoIam(tabled), (_req, res) => void res.end()));
    expect(found).toEqual([
      'ALL /v1/health open',
      'ALL /v1/keys/* open',
      'GET /v1/users enforced ListUsers',
      'POST /v1/ enforced X-Amz-Target',
    ]);
  });

  test('a check without a route table asks about whatever the header names', async () => {
    const found = await lines((app) => app.use(cognitoIam(authorizer)).use((_req, res) => void res.end()));
    expect(found).toEqual(['ALL /* enforced X-Amz-Target']);
  });

  test('an authorizer decides as before once it was watched', async () => {
    const own = authorizerWith();
    const { authorize, authorizeOperation } = own;
    const build = (app: express.Express) => app.get('/users', guard('ListUsers', own), ok);
    await Promise.all([read(build), read(build), read(build)]);
    expect(own.authorize).toBe(authorize);
    expect(own.authorizeOperation).toBe(authorizeOperation);
  });
});
