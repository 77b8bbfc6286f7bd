// The @sd-jwt stack (SD-JWT VC with key binding). It leaves signatures to its caller: jose makes and checks them.
import {SDJwtVcInstance} from '@sd-jwt/sd-jwt-vc';
import {createHash, createPublicKey, createPrivateKey, randomBytes, sign, verify} from 'node:crypto';

import {resolveMethod} from './resolving.mjs';

const HASHES = {'sha-256': 'sha256', 'sha-384': 'sha384', 'sha-512': 'sha512'};
const hasher = (text, algorithm) => new Uint8Array(createHash(HASHES[algorithm]).update(text).digest());
const digest = alg => alg === 'EdDSA' || alg === 'Ed25519' ? null : 'sha256';
const headerOf = signed => JSON.parse(Buffer.from(signed.split('.')[0], 'base64url'));

function matches(jwk, signed, signature) {
  const key = createPublicKey({key: jwk, format: 'jwk'});
  return verify(
    digest(headerOf(signed).alg), Buffer.from(signed), {key, dsaEncoding: 'ieee-p1363'},
    Buffer.from(signature, 'base64url'));
}

export async function jwkOf(url, documents) {
  const method = resolveMethod(url, documents);
  if(method.publicKeyJwk) {
    return method.publicKeyJwk;
  }
  const {from, toJwk} = await import(
    method.publicKeyMultibase.startsWith('z6Mk') ? '@digitalbazaar/ed25519-multikey' : '@digitalbazaar/ecdsa-multikey');
  return toJwk({keyPair: await from(method)});
}

export async function verifySdJwt({token, nonce, audience, now}, _loader, {documents}) {
  const instance = new SDJwtVcInstance({
    hasher, hashAlg: 'sha-256',
    verifier: async (signed, signature) =>
      matches(await jwkOf(headerOf(signed).kid, documents), signed, signature),
    kbVerifier: async (signed, signature, payload) => matches(payload.cnf.jwk, signed, signature)
  });
  try {
    const result = await instance.verify(token, {
      currentDate: Math.floor(Date.parse(now) / 1000), ...(nonce ? {keyBindingNonce: nonce} : {})
    });
    // The library compares the nonce; the audience it leaves to its caller.
    if(audience && result.kb.payload.aud !== audience) {
      return {verified: false, error: 'The audience is not as expected'};
    }
    return {verified: true, error: '', shown: result.payload};
  } catch(error) {
    return {verified: false, error: error.message};
  }
}

// A holder's side: choose from an SD-JWT that Tessera made, and bind it.
export async function presentSdJwt({token, frame, secret, alg, nonce, audience, made}) {
  const key = createPrivateKey({key: secret, format: 'jwk'});
  const instance = new SDJwtVcInstance({
    hasher, hashAlg: 'sha-256', saltGenerator: size => randomBytes(size).toString('base64url'),
    kbSignAlg: alg,
    kbSigner: text => sign(digest(alg), Buffer.from(text), {key, dsaEncoding: 'ieee-p1363'}).toString('base64url')
  });
  return {made: await instance.present(token, frame, {
    kb: {payload: {iat: made, aud: audience, nonce}}
  })};
}

// An issuer's side: an SD-JWT VC that Tessera presents.
export async function issueSdJwt({claims, frame, secret, alg, header}) {
  const key = createPrivateKey({key: secret, format: 'jwk'});
  const instance = new SDJwtVcInstance({
    hasher, hashAlg: 'sha-256', signAlg: alg, saltGenerator: size => randomBytes(size).toString('base64url'),
    signer: text => sign(digest(alg), Buffer.from(text), {key, dsaEncoding: 'ieee-p1363'}).toString('base64url')
  });
  return {made: await instance.issue(claims, frame, {header})};
}
