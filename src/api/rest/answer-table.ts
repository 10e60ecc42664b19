/** Tokens, and the items of a bulk answer, as the OpenAPI documents of each release have them. */
import type { Family } from './family.ts';

export const authTokens = {
  title: 'AuthTokens',
  versions: { 1: '7.10' },
  rows: [
    ['access_token', 'string', { required: [['7.10', '2106'], ['2303']] }],
    ['refresh_token', 'string', { required: [['7.10', '2106'], ['2303']] }],
  ],
} as const satisfies Family;

export const accessToken = {
  title: 'AccessToken',
  versions: { 1: '7.10' },
  rows: [['access_token', 'string', { required: [['7.10', '2106'], ['2303']] }]],
} as const satisfies Family;

export const bulkItemResponseInfo = {
  title: 'BulkItemResponseInfo',
  versions: { 1: '7.12' },
  rows: [
    ['access_group', 'string', { releases: [['2012', '2103']] }],
    ['error_messages', 'string[]'],
    ['errors', 'object APIError[]', { releases: '2206' }],
    ['id', 'string'],
    ['key', 'string', { releases: '2106' }],
    ['privileges', 'string[]', { releases: [['2012', '2103']] }],
    ['status_code', 'int32', { required: [['7.12', '2106']] }],
    ['timestamp', 'int64', { required: [['7.12', '2106']] }],
  ],
} as const satisfies Family;

export const aPIError = {
  title: 'APIError',
  versions: { 1: '2206' },
  rows: [
    ['error_key', 'string'],
    ['error_message', 'string'],
  ],
} as const satisfies Family;
