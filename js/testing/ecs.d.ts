/**
 * A stand-in for ECS for tests: a server on this machine that answers the official SDK as ECS's image interfaces are
 * documented to, and fails on request. The head of `ecs.js` says what it imitates and what not.
 */

/** An image of the stand-in. */
export interface EcsImage {
  imageId: string;
  imageName: string;
  /** `Waiting`, `Creating`, `Available`, `CreateFailed`, `UnAvailable` or `Deprecated`. */
  status: string;
  /** Percent. */
  progress: number;
  tags: Record<string, string>;
  /** Whether it is open to everyone. */
  isPublic: boolean;
  encrypted: boolean;
  /** Whether it is encrypted with a key of the customer's, and so can be shared. */
  customerKey: boolean;
  /** The accounts that it is shared with, sorted. */
  accounts: string[];
  /** GiB. Default 40. */
  size: number;
  /** Such as `2026-11-28T08:00:00Z`. Default: now. */
  createdAt: string;
  /** The region that it is copied from. */
  from?: string;
}

/** A request that the stand-in received. */
export interface EcsRequest {
  /** Such as `CopyImage`. */
  action: string;
  regionId: string | undefined;
  parameters: Record<string, string>;
  /** The code that it was refused with. */
  code?: string;
}

/** How a call ends instead of as it should. */
export interface EcsFault {
  /** Milliseconds before anything happens. */
  delay?: number;
  /** The connection is cut: `before` the call did anything, or `after`. */
  reset?: "before" | "after";
  /** The code of an error. */
  code?: string;
  /** Its HTTP status. Default 500. */
  status?: number;
  /** Whether the call does what it should before it answers with `code`. */
  after?: boolean;
}

export interface EcsOptions {
  /** Default: one that is free. */
  port?: number;
  /** Default {@link REGIONS}. */
  regions?: string[];
  /** Milliseconds that a copy takes. Default 200. */
  copyTime?: number;
  /** The same for copies to some regions. */
  slow?: Record<string, number>;
  /** How many copies to a region end `CreateFailed`. It is counted down. */
  failingCopies?: Record<string, number>;
  /** How many accounts an image can be shared with. Default 50. */
  shareLimit?: number;
  /** Accounts that do not exist: a call that names one is refused as a whole with `InvalidAccount.NotFound`. */
  unknownAccounts?: string[];
  /** Milliseconds, which may jump. Default: since the process started. */
  clock?: () => number;
  /** Says how a call fails. */
  fault?: (request: EcsRequest) => EcsFault | undefined | Promise<EcsFault | undefined>;
}

/** The 40 regions of ECS. */
export const REGIONS: string[];

/** The one pair of keys that it knows. */
export const KEYS: { accessKeyId: string; accessKeySecret: string };

export class EcsStandIn {
  constructor(options?: EcsOptions);
  /** Listens on a port of `127.0.0.1`; gives the address. */
  start(): Promise<string>;
  stop(): Promise<void>;
  /** Puts an image into a region. */
  add(regionId: string, image?: Partial<EcsImage>): EcsImage;
  /** Takes an image away, as if somebody had deleted it. */
  remove(regionId: string, imageId: string): void;
  /** The images of a region, as they are now. */
  images(regionId: string): EcsImage[];
  /** Changes how calls fail from now on. */
  fail(fault: EcsOptions["fault"]): void;
  /** Every request that came through, in order. */
  readonly requests: EcsRequest[];
  /** Copies that were made twice. */
  readonly violations: string[];
  /** The most copies that ever ran at once from one source region. */
  readonly mostRunning: number;
}
