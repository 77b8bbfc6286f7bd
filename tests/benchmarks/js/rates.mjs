// Checks credentials with the JavaScript stacks and prints one JSON line each: {"name": ..., "rate": checks a second, "ok": ...}.
// Run by tests/benchmarks/bench_javascript.py, which installs the packages in a folder of its own and hands over a job:
// {"contexts": {url: context}, "documents": {did or url: document}, "cases": [{"name", "suite", "credential" | "token", "key"}]}

import fs from 'node:fs';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const [, , folder, jobFile] = process.argv;
const job = JSON.parse(fs.readFileSync(jobFile, 'utf8'));
const require = createRequire(folder + '/package.json');
const load = async name => import(pathToFileURL(require.resolve(name)).href).catch(() => import(`${folder}/node_modules/${name}/lib/index.js`));

const jsigs = (await load('jsonld-signatures')).default;
const {DataIntegrityProof} = await load('@digitalbazaar/data-integrity');
const cryptosuites = {
  'eddsa-rdfc-2022': (await load('@digitalbazaar/eddsa-rdfc-2022-cryptosuite')).cryptosuite,
  'ecdsa-rdfc-2019': (await load('@digitalbazaar/ecdsa-rdfc-2019-cryptosuite')).cryptosuite,
  'eddsa-jcs-2022': (await load('@digitalbazaar/eddsa-jcs-2022-cryptosuite')).createVerifyCryptosuite(),
  'ecdsa-sd-2023': (await load('@digitalbazaar/ecdsa-sd-2023-cryptosuite')).createVerifyCryptosuite(),
  'bbs-2023': (await load('@digitalbazaar/bbs-2023-cryptosuite')).createVerifyCryptosuite(),
};
const jose = await load('jose');
const {AssertionProofPurpose} = jsigs.purposes;

const documentLoader = async url => {
  const base = url.split('#')[0];
  const whole = job.contexts[base] ?? job.documents[base];
  if(!whole) { throw new Error(`not held: ${url}`); }
  const method = url.includes('#') && whole.verificationMethod?.find(({id}) => id === url);
  const document = method ? {'@context': 'https://w3id.org/security/multikey/v1', ...method} : whole;
  return {contextUrl: null, documentUrl: url, document};
};

async function check({suite, credential, token, key}) {
  if(token) {
    await jose.compactVerify(token, await jose.importJWK(key, key.alg));
    return true;
  }
  const proof = new DataIntegrityProof({cryptosuite: cryptosuites[suite]});
  const {verified, error} = await jsigs.verify(credential, {suite: proof, purpose: new AssertionProofPurpose(), documentLoader});
  if(!verified) { throw error; }
  return true;
}

for(const one of job.cases) {
  try {
    for(let i = 0; i < 3; ++i) { await check(one); }
    let best = 0;
    for(let round = 0; round < 5; ++round) {
      const start = process.hrtime.bigint();
      let count = 0;
      while(process.hrtime.bigint() - start < 300_000_000n) { await check(one); ++count; }
      best = Math.max(best, count / (Number(process.hrtime.bigint() - start) / 1e9));
    }
    console.log(JSON.stringify({name: one.name, rate: best, ok: true}));
  } catch(error) {
    console.log(JSON.stringify({name: one.name, rate: 0, ok: false, error: String(error?.errors?.[0] ?? error).slice(0, 200)}));
  }
}
