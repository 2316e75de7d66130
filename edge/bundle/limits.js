/** How much of anything a bundle may have. All of it is known before it is read. */

const KIB = 1024;
const MIB = 1024 * KIB;

/** Bytes of a head, which is the one text that is read before anything is known of it. */
export const HEAD_BYTES = MIB;
/** Key sets in a head. A reader whose own set is newer needs none of those before it. */
export const KEY_SETS = 64;
/** Keys of a set, and signatures of one text. */
export const KEYS = 32;
/** Bytes of an account shard, a service page, a service document. */
export const OBJECT_BYTES = 8 * MIB;
/** Bytes of a template: ROS's own limit. */
export const TEMPLATE_BYTES = 512 * KIB;
/** Bytes of one part of the manifest, and how many parts there may be. */
export const PART_BYTES = 4 * MIB;
export const PARTS = 4096;
/** Pages of one kind that a root lists. */
export const PAGES = 4096;
/** Templates of a service. */
export const TEMPLATES = 1000;
/** `2 ** SHARDS_PER_PAGE_BITS` shards stand on a page, if there are so many. */
export const SHARDS_PER_PAGE_BITS = 10;
/** What a shard and a service page should have on average; more of them are made otherwise. */
export const SHARD_TARGET = 32 * KIB;
export const PAGE_TARGET = 32 * KIB;
/** The longest that a bundle may be good for. */
export const LIFETIME = 366 * 24 * 3_600_000;
/** How far the signer's clock may be ahead of the reader's. */
export const CLOCK_SKEW = 5 * 60_000;
