const core = require('@cognito-iam/core');
const policy = require('@cognito-iam/core/policy');
const expressAdapter = require('@cognito-iam/express');
const fastifyAdapter = require('@cognito-iam/fastify');
const honoAdapter = require('@cognito-iam/hono');
const koaAdapter = require('@cognito-iam/koa');
const nodeAdapter = require('@cognito-iam/node');
const { getRequestListener } = require('@hono/node-server');
const express = require('express');
const { fastify } = require('fastify');
const { Hono } = require('hono');
const jose = require('jose');
const { default: Koa } = require('koa');
const scenario = require('./scenario.cjs');

scenario(
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
