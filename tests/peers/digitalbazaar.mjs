// The @digitalbazaar stack: Data Integrity presentations and credentials, whole or derived.
import * as bbs from '@digitalbazaar/bbs-2023-cryptosuite';
import * as Bls12381Multikey from '@digitalbazaar/bls12-381-multikey';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as ecdsaSd from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import {createVerifyCryptosuite as createEcdsaJcs} from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite';
import {cryptosuite as ecdsaRdfc} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {cryptosuite as eddsaRdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {createVerifyCryptosuite as createEddsaJcs} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import jsigs from 'jsonld-signatures';

const suites = () => [
  ...[eddsaRdfc, ecdsaRdfc, createEddsaJcs(), createEcdsaJcs(), ecdsaSd.createVerifyCryptosuite(),
    bbs.createVerifyCryptosuite()].map(cryptosuite => new DataIntegrityProof({cryptosuite})),
  new Ed25519Signature2020()
];

// The innermost reasons: the libraries wrap them several times.
function reasons(result) {
  const found = [];
  const visit = item => {
    if(!item || typeof item !== 'object') {
      return;
    }
    if(item instanceof Error && !item.errors) {
      found.push(item.message);
    }
    [item.error, item.cause, item.presentationResult].forEach(visit);
    [item.errors, item.results, item.credentialResults].flat().forEach(visit);
  };
  visit(result);
  return [...new Set(found)].join('; ');
}

const answer = result => ({verified: result.verified === true, error: result.verified ? '' : reasons(result)});

export async function verifyPresentation({document, challenge, domain, now}, documentLoader) {
  const signed = document.proof !== undefined;
  return answer(await vc.verify({
    presentation: document, challenge, domain, now, documentLoader, suite: suites(), unsignedPresentation: !signed
  }));
}

export async function verifyCredential({document, now}, documentLoader) {
  return answer(await vc.verifyCredential({credential: document, now, documentLoader, suite: suites()}));
}

// A holder's side: derive from a base proof that Tessera made.
export async function derive({document, pointers, header}, documentLoader) {
  const bbsProof = document.proof.cryptosuite === 'bbs-2023';
  const cryptosuite = bbsProof ?
    bbs.createDiscloseCryptosuite({
      selectivePointers: pointers, presentationHeader: new Uint8Array(Buffer.from(header ?? '', 'hex'))
    }) :
    ecdsaSd.createDiscloseCryptosuite({selectivePointers: pointers});
  return {made: await vc.derive({
    verifiableCredential: document, suite: new DataIntegrityProof({cryptosuite}), documentLoader
  })};
}

// An issuer's side: sign a base proof that Tessera derives from.
export async function issueSelective({document, suite, mandatoryPointers, now}, documentLoader) {
  const bbsProof = suite === 'bbs-2023';
  const key = bbsProof ?
    await Bls12381Multikey.generateBbsKeyPair({algorithm: Bls12381Multikey.ALGORITHMS.BBS_BLS12381_SHA256}) :
    await EcdsaMultikey.generate({curve: 'P-256'});
  const {publicKeyMultibase} = await key.export({publicKey: true});
  key.controller = `did:key:${publicKeyMultibase}`;
  key.id = `${key.controller}#${publicKeyMultibase}`;
  const made = bbsProof ? bbs : ecdsaSd;
  const cryptosuite = made.createSignCryptosuite({mandatoryPointers});
  const credential = {...document, issuer: typeof document.issuer === 'string' ?
    key.controller : {...document.issuer, id: key.controller}};
  const signer = {...key.signer(), id: key.id};
  return {made: await vc.issue({
    credential, now, suite: new DataIntegrityProof({signer, cryptosuite, date: now}), documentLoader
  })};
}

// A holder's side: sign a presentation of credentials that were issued to a key of Tessera's form (a test key).
export async function present({credentials, holder, method, secret, kind, challenge, domain, now}, documentLoader) {
  const library = kind === 'P-256' ? EcdsaMultikey : Ed25519Multikey;
  const key = await library.fromJwk({jwk: secret, secretKey: true});
  const signer = {...key.signer(), id: method};
  const cryptosuite = kind === 'P-256' ? ecdsaRdfc : eddsaRdfc;
  const presentation = vc.createPresentation({verifiableCredential: credentials, holder, now});
  return {made: await vc.signPresentation({
    presentation, challenge, domain, documentLoader, suite: new DataIntegrityProof({signer, cryptosuite, date: now}),
    purpose: new jsigs.purposes.AuthenticationProofPurpose({challenge, domain})
  })};
}
