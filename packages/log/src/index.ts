export { type AppendState, appendLeaves, emptyState, restoreState, type StoredState } from "./append.ts";
export { type BundlePath, entryBundle, formatBundlePath, parseBundlePath, readBundleEntries } from "./bundle.ts";
export { LogError, type LogErrorCode } from "./error.ts";
export type { CommitEvent, Work } from "./group.ts";
export { type FailurePoint, MemoryStorage, type MemoryTx } from "./memory.ts";
export {
  type Checkpoint,
  checkpointText,
  ecdsaKeyId,
  type Note,
  type NoteSignature,
  readCheckpoint,
  readNote,
  signNote,
} from "./note.ts";
export { CompactRange } from "./range.ts";
export { type Appended, createSequencer, type Sequencer, type SequencerOptions } from "./sequencer.ts";
export type { LogWrite, NewEntry, SequencerStorage } from "./storage.ts";
export { MemoryTileStore, readEdge, type TileStore } from "./store.ts";
export {
  edgeTiles,
  formatTilePath,
  levelCount,
  parseTilePath,
  TILE_HEIGHT,
  TILE_WIDTH,
  type Tile,
  type TileId,
  type TilePath,
  tileWidth,
} from "./tile.ts";
export { createTree, type LogTree } from "./tree.ts";
export { checkConsistent, type Head, LogFollower, verifyEntries } from "./verify.ts";
