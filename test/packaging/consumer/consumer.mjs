import * as core from '@cognito-iam/core';
import * as policy from '@cognito-iam/core/policy';
import * as expressAdapter from '@cognito-iam/express';
import * as fastifyAdapter from '@cognito-iam/fastify';
import * as honoAdapter from '@cognito-iam/hono';
import * as koaAdapter from '@cognito-iam/koa';
import * as nodeAdapter from '@cognito-iam/node';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import { fastify } from 'fastify';
import { Hono } from 'hono';
import * as jose from 'jose';
import Koa from 'koa';
import scenario from './scenario.cjs';

await scenario(
  {
    core,
    policy,
    koa: koaAdapter,
    express: expressAdapter,
    fastify: fastifyAdapter,
    hono: honoAdapter,
    node: nodeAdapter,
  },
  { Koa, expressApp: express(), fastifyApp: fastify(), honoApp: new Hono(), getRequestListener, jose },
);
