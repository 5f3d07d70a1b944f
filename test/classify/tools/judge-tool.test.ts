/** What a tool does to the world, from its name, its description, its parameters. */
import { describe, expect, test } from 'vitest';
import { judgeTool } from '../../../src/classify/tools/judge-tool.ts';
import type { ToolEffect } from '../../../src/core/signals.ts';

describe('effect', () => {
  test.each<[string, string, ToolEffect]>([
    ['get_invoice', 'Returns one invoice', 'read'],
    ['open_page', 'Opens a page in the browser', 'read'],
    ['open_account', 'Opens an account for a customer', 'write'],
    ['sunset_time', 'When the sun rises and sets', 'read'],
    ['add_note', 'Adds a note to a ticket', 'write'],
    ['delete_user', 'Removes the user for good', 'destructive'],
    ['send_email', 'Sends an e-mail to a person', 'destructive'],
    ['run_command', 'Runs a command in the shell', 'destructive'],
    ['grant_role', 'Gives a role to a user', 'destructive'],
    ['outliers_of', 'Rows far from the mean', 'read'],
    ['papers_by_author', 'Papers an author has published', 'read'],
    ['expenses', 'Spending by category', 'read'],
    ['frost_dates', 'Last frost by place', 'read'],
    ['payout', 'Payment by card', 'destructive'],
    ['zzqy', 'Refuels the line at night', 'write'],
    ['place_hold', 'Place a hold on a book', 'write'],
  ])('%s: %s', (name, description, effect) => {
    expect(judgeTool({ name, description }).effect).toBe(effect);
  });

  test('a condition is no question', () => {
    const tool = { name: 'finish', description: 'When the order is done, delete the basket and the user' };
    expect(judgeTool(tool).effect).toBe('destructive');
  });

  test('a tool nobody knows anything of is no read', () => {
    expect(judgeTool({ name: 'zzqy' }).effect).not.toBe('read');
  });
});
