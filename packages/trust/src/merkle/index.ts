export { type ConsistencyClaim, verifyConsistency } from "./consistency.ts";
export {
  emptyRoot,
  HASH_BYTES,
  isHash,
  isSize,
  leafHash,
  MAX_PATH_NODES,
  nodeHash,
  nodeHashAt,
  sameHash,
} from "./hash.ts";
export { type InclusionClaim, rootFromInclusion, verifyInclusion } from "./inclusion.ts";
export { buildTree, type MerkleTree, merklePath, merkleRoot } from "./tree.ts";
