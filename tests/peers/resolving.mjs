// Finds contexts and keys with no network: contexts from the project's own files, did:key and did:jwk from their text,
// other DIDs from the documents that the run hands over.
import {readFileSync} from 'node:fs';

const DID_V1 = 'https://www.w3.org/ns/did/v1';
const MULTIKEY_V1 = 'https://w3id.org/security/multikey/v1';

const decode = text => JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));

// The whole DID document of `did`.
export function resolveDid(did, documents) {
  if(documents[did]) {
    return documents[did];
  }
  const base = {'@context': [DID_V1, MULTIKEY_V1], id: did};
  let method;
  if(did.startsWith('did:key:')) {
    const publicKeyMultibase = did.slice('did:key:'.length);
    method = {id: `${did}#${publicKeyMultibase}`, type: 'Multikey', controller: did, publicKeyMultibase};
  } else if(did.startsWith('did:jwk:')) {
    method = {
      id: `${did}#0`, type: 'JsonWebKey', controller: did,
      publicKeyJwk: decode(did.slice('did:jwk:'.length))
    };
  } else {
    throw new Error(`${did} cannot be resolved with no network`);
  }
  return {
    ...base, verificationMethod: [method], authentication: [method.id], assertionMethod: [method.id]
  };
}

// One verification method of a DID document, by its DID URL.
export function resolveMethod(url, documents) {
  const [did] = url.split('#');
  const document = resolveDid(did, documents);
  const method = document.verificationMethod.find(one => one.id === url);
  if(!method) {
    throw new Error(`${url} is not in the document of ${did}`);
  }
  return {'@context': method.type === 'Multikey' ? MULTIKEY_V1 : document['@context'], ...method};
}

// The loader that the JSON-LD stacks want. A fault in it is an error of the job, never a look at the network.
export function makeLoader({contexts, documents}) {
  return async url => {
    let document;
    if(url.startsWith('did:')) {
      document = url.includes('#') ? resolveMethod(url, documents) : resolveDid(url, documents);
    } else if(contexts[url]) {
      document = JSON.parse(readFileSync(contexts[url], 'utf8'));
    } else {
      throw new Error(`${url} is not held`);
    }
    return {contextUrl: null, documentUrl: url, document};
  };
}
