import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { account, emptyWorld } from '../../test/support/access.ts';

type Told = { id: string; question: string; answer: { text: string } | null; entryId: string | null };

test('a unit asks, the focal point of its province answers and publishes, everybody finds it without accents', async () => {
  const { db, server, cookie } = await emptyWorld(after);
  const clerk = await account(db, 'commune-clerk', '06697');
  const neighbour = await account(db, 'commune-clerk', '06676');
  const focal = await account(db, 'information-department', '22');
  const elsewhere = await account(db, 'information-department', '01');
  const call = async (who: string, method: 'GET' | 'POST', url: string, payload?: object) =>
    server.inject({
      method,
      url: `/api/v1${url}`,
      headers: { cookie: await cookie(who) },
      ...(payload && { payload }),
    });
  const questions = async (who: string, url: string) =>
    (await call(who, 'GET', url)).json<{ questions: Told[] }>().questions;
  const find = async (who: string, q: string) =>
    (await call(who, 'GET', `/help/search?q=${encodeURIComponent(q)}`)).json<{
      hits: { kind: string; id: string; title: string }[];
    }>().hits;

  const question = 'Danh sách công an chỉ có nơi đăng ký, nạp thế nào?';
  const refused = await call(clerk, 'POST', '/questions', {
    unit: '06697',
    question: 'Anh An, CCCD 022080111222, sai ở đâu?',
  });
  assert.deepEqual([refused.statusCode, refused.json().code], [422, 'question_names_somebody']);
  assert.equal((await call(clerk, 'POST', '/questions', { unit: '06676', question })).statusCode, 403);
  const { id } = (
    await call(clerk, 'POST', '/questions', { unit: '06697', question, route: '/imports' })
  ).json<{
    id: string;
  }>();

  assert.deepEqual(
    (await questions(clerk, '/questions')).map((one) => [one.id, one.answer]),
    [[id, null]],
  );
  assert.deepEqual(await questions(neighbour, '/questions'), [], 'a question is not told to others');
  assert.deepEqual(
    (await questions(focal, '/questions/of-units')).map((one) => one.id),
    [id],
  );
  assert.deepEqual(await questions(elsewhere, '/questions/of-units'), []);
  const answer = { answer: 'Cứ nạp, chọn nguồn Công an; nơi đang ở lấy từ danh sách xã.' };
  assert.equal((await call(clerk, 'POST', `/questions/${id}/answer`, answer)).statusCode, 403);
  assert.equal((await call(elsewhere, 'POST', `/questions/${id}/answer`, answer)).statusCode, 404);

  await call(focal, 'POST', `/questions/${id}/answer`, answer);
  assert.equal((await questions(clerk, '/questions'))[0]!.answer!.text, answer.answer);
  assert.deepEqual(await questions(focal, '/questions/of-units'), [], 'nothing waits any more');
  assert.ok(!(await find(neighbour, 'noi dang ky')).some(({ kind }) => kind === 'answer'));

  await call(focal, 'POST', `/questions/${id}/answer`, { ...answer, title: 'Danh sách chỉ có nơi đăng ký' });
  const [hit] = await find(neighbour, 'danh sach noi dang ky');
  assert.deepEqual([hit?.kind, hit?.title], ['answer', 'Danh sách chỉ có nơi đăng ký']);
  const entry = await call(neighbour, 'GET', `/help/answers/${hit!.id}`);
  assert.ok(!entry.body.includes(question), 'what the asker wrote stays his');
  assert.match(entry.body, /nơi đang ở lấy từ danh sách xã/);

  // Published anew, the entry is one; withdrawn, it is none.
  await call(focal, 'POST', `/questions/${id}/answer`, { ...answer, title: 'Danh sách chỉ ghi nơi đăng ký' });
  assert.equal(
    (await find(neighbour, 'danh sach noi dang ky')).filter(({ kind }) => kind === 'answer').length,
    1,
  );
  await call(focal, 'POST', `/questions/${id}/withdraw`);
  assert.ok(!(await find(neighbour, 'noi dang ky')).some(({ kind }) => kind === 'answer'));
  const [asked] = await questions(focal, '/questions/of-units?answered=true');
  assert.deepEqual([asked!.id, asked!.entryId], [id, null]);
  const [{ n }] = (await db.query<{ n: number }>('SELECT count(*)::int AS n FROM app.help_answer')) as [
    { n: number },
  ];
  assert.equal(n, 3, 'every answer is kept');
});
