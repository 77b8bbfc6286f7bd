// Reads {contexts, documents, jobs} from standard input, does each job, writes one JSON line of answer for each.
import * as digitalbazaar from './digitalbazaar.mjs';
import * as sdJwt from './sd_jwt.mjs';
import * as tokens from './jose_tokens.mjs';
import {makeLoader} from './resolving.mjs';

const TASKS = {...digitalbazaar, ...sdJwt, ...tokens};

async function readAll(stream) {
  const chunks = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

const given = await readAll(process.stdin);
const loader = makeLoader(given);
for(const job of given.jobs) {
  let answer;
  try {
    answer = await TASKS[job.task](job, loader, given);
  } catch(error) {
    answer = {verified: false, error: `${error.name}: ${error.message}`};
  }
  process.stdout.write(JSON.stringify({id: job.id, ...answer}) + '\n');
}
