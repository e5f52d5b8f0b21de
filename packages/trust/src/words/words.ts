// Fingerprints as words, for two people who compare a key aloud. The list is our own: 256 common English words, a byte
// each, no two of which begin with the same four letters, so that a word half heard is still told from every other.
const list = `
acorn actor adobe agent alarm album alley amber anchor angle animal apple apron arctic armor arrow
atlas autumn avenue badge bagel baker balcony bamboo banjo barrel basket beach beaver bedroom bench bicycle
bishop blanket blossom bonfire border bottle breeze bridge broccoli bubble bucket buffalo butter cabin cactus camel
candle canyon carbon carpet castle cattle cello cement chapel cherry chimney circus citrus clover cobalt coconut
coffee comet compass copper coral cotton cousin cradle crayon cricket crystal curtain dagger daisy dancer decade
delta dentist desert diamond dinner doctor dolphin donkey double dragon drummer dusty eagle earring echo eclipse
elbow elephant ember engine escape evening fabric falcon family farmer feather fennel ferry fiddle finger flamingo
flute forest fossil fountain fox freckle funnel galaxy garden garlic gazelle geyser ginger giraffe glacier globe
goblet gorilla granite gravel guitar hammer harbour hazel helmet hermit hollow honey hornet hotel hunter icicle
igloo index insect iron island ivory jacket jaguar jasmine jelly jigsaw jungle kangaroo kernel kettle kitchen
koala ladder lagoon lantern laundry lemon leopard library lilac lizard lobster locket lunar magnet mango maple
marble meadow melon mermaid midnight mirror monkey mosaic muffin museum napkin nectar needle nephew nickel noodle
nugget oasis ocean octopus olive onion opera orange orchid otter oxygen oyster paddle palace panda parrot
pebble pelican pepper piano pigeon pillow pirate planet plum pocket pony potato prairie pumpkin puzzle quartz
rabbit radish raven ribbon river robin rocket saddle salmon sandal scarf sheriff silver sparrow spider sugar
sunset tablet tango teapot temple thunder tiger tomato tractor tulip tunnel turtle umbrella uncle velvet violin
`;
const words = list.trim().split(/\s+/);

/** How many words a fingerprint has: 96 bits, out of reach for whoever searches for a key with the same words. */
export const fingerprintLength = 12;

/** The first twelve bytes of a SHA-256 value as twelve words. Throws RangeError for a shorter value. */
export function fingerprintWords(digest: Uint8Array): string[] {
  if (digest.length < fingerprintLength) throw new RangeError(`a fingerprint needs ${fingerprintLength} bytes`);
  return Array.from(digest.subarray(0, fingerprintLength), (byte) => words[byte]!);
}
