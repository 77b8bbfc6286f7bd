// jose for presentations and credentials that are tokens. What they envelop goes to the stack that reads it.
import {decodeProtectedHeader, importJWK, jwtVerify} from 'jose';

import {verifyCredential} from './digitalbazaar.mjs';
import {jwkOf, verifySdJwt} from './sd_jwt.mjs';

async function read(token, {audience, now}, documents) {
  const {kid, alg} = decodeProtectedHeader(token);
  const key = await importJWK(await jwkOf(kid, documents), alg);
  return (await jwtVerify(token, key, {audience, currentDate: new Date(now)})).payload;
}

async function verifyHeld(held, job, loader, given) {
  const inner = {now: job.now, document: held};
  if(typeof held === 'string') {
    await read(held, {now: job.now}, given.documents);
    return;
  }
  const [, type, token] = /^data:([^,]+),(.*)$/s.exec(held.id ?? '') ?? [];
  const answer = held.type !== 'EnvelopedVerifiableCredential' ? await verifyCredential(inner, loader) :
    type === 'application/dc+sd-jwt' ? await verifySdJwt({token, now: job.now}, loader, given) :
      {verified: Boolean(await read(token, {now: job.now}, given.documents))};
  if(!answer.verified) {
    throw new Error(`held: ${answer.error}`);
  }
}

// A `vp+jwt`, or a VCDM 1.1 JWT with a `vp` claim, with everything it holds.
export async function verifyToken(job, loader, given) {
  try {
    const claims = await read(job.token, job, given.documents);
    if(job.nonce && claims.nonce !== job.nonce) {
      throw new Error('The nonce is not as expected');
    }
    const presentation = claims.vp ?? claims;
    for(const held of [presentation.verifiableCredential ?? []].flat()) {
      await verifyHeld(held, job, loader, given);
    }
    return {verified: true, error: ''};
  } catch(error) {
    return {verified: false, error: error.message};
  }
}
