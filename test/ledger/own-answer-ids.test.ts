/** Ids of this router's own answers open what is kept of them, so no store ever sees one. */
import { expect, test } from 'vitest';
import { findResponseOwner } from '../../src/ledger/response-owners.ts';
import { FakeStore } from '../support/world/store.ts';

const id = 'resp_sbx_abcdefghijklmnopqrstuvwx';

test.each([new FakeStore(), null])(
  'a response of our own is no stored one, and the client learns what is kept',
  async (store) => {
    await expect(findResponseOwner(id, 'team-a', store, 'id')).rejects.toMatchObject({
      code: 'response_not_found',
      status: 404,
      param: 'id',
      message: expect.stringMatching(/in `input`/),
    });
    expect(store?.commands ?? []).toEqual([]);
  },
);
