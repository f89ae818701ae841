/** A place for checkpoints. */
export interface Storage {
  /** Tells file systems apart. */
  readonly fileSystem: string;
  /** What a person knows it by: a directory or a device. */
  readonly path: string;
  readonly freeBytes: number;
}

/** What is known of one process before it is checkpointed. */
export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  readonly residentBytes: number;
  /** PID of the process that traces it; 0 if there is none. */
  readonly tracer: number;
  /** Namespaces that are not those of process 1: "mnt", "ipc", "net". */
  readonly ownNamespaces: readonly string[];
  /** Devices and anonymous inodes that it holds or has mapped: "/dev/kvm", "anon_inode:[io_uring]". */
  readonly handles: readonly string[];
  /** It has mapped a System V segment. */
  readonly sysvMemory: boolean;
  /** It has a mapping that the kernel may drop (VM_DROPPABLE, Linux 6.11). */
  readonly droppable: boolean;
  /** Bytes of its rseq area that the kernel knows (AT_RSEQ_FEATURE_SIZE); 0 if it does not say. */
  readonly rseqBytes: number;
}

/** What podman says of a container, as far as it decides whether it can be carried. */
export interface ContainerFacts {
  /** The OCI runtime: "crun", "runc". */
  readonly runtime: string;
  /** Whether that was built with criu. */
  readonly checkpoints: boolean;
  /** It is removed as soon as it ends (`--rm`). */
  readonly autoRemove: boolean;
  readonly inPod: boolean;
  /** "host", "bridge" */
  readonly networkMode: string;
  /** Namespaces of the host that it shares: "pid", "ipc". */
  readonly hostNamespaces: readonly string[];
  /** Where podman keeps what belongs to it, checkpoints included. */
  readonly folder: string;
  readonly storage: Storage;
  /** What its /dev/shm holds, in bytes: podman saves a copy of it. */
  readonly sharedMemoryBytes: number;
  /** The service that starts and ends it; empty for none. */
  readonly unit: string;
}

/** A systemd unit as it runs, or a container of podman. */
export interface UnitFacts {
  /** "nginx.service"; "container:web" for a container. */
  readonly name: string;
  /** Listed in the configuration by `webboot upgrade prepare`. */
  readonly prepared: boolean;
  /** systemd's LoadState, if it is not "loaded", else its ActiveState: "active", "not-found". */
  readonly state: string;
  /** 0 if systemd does not know it. */
  readonly mainPid: number;
  readonly processes: readonly ProcessFacts[];
  /** Directives of the unit that give it a file system view of its own: "ProtectSystem". */
  readonly sandbox: readonly string[];
  /** Inodes of its stream sockets to the journal. */
  readonly journalStreams: readonly number[];
  /** What its other stream sockets lead to outside of the unit: "/run/dbus/system_bus_socket". */
  readonly outsidePeers: readonly string[];
  /** Local TCP and UDP ports. */
  readonly ports: readonly number[];
  /** Absent for a unit. */
  readonly container?: ContainerFacts;
  /** Names of the containers that a unit runs (a Quadlet, `podman generate systemd`). */
  readonly containers: readonly string[];
  /** Of a container: why nothing is known of it. */
  readonly unreadable?: string;
  /** Of a container that is not root's: the number of its user. */
  readonly owner?: number;
}

/** The machine and the kernel that it is to be carried to. */
export interface UpgradeHost {
  /** As `uname -r` prints it. */
  readonly running: string;
  /** The same of the next kernel. */
  readonly target: string;
  /** "4.2.1"; absent if criu is not installed. */
  readonly criu?: string;
  /** criu locks connections of containers with it; units have a lock of their own. */
  readonly iptables: boolean;
  /** Each takes a PID early in a boot. */
  readonly kernelThreads: number;
  /** Where the checkpoints of units are to be. */
  readonly storage: Storage;
  /** It can hand file descriptor stores of systemd to the next one (the Live Update Orchestrator). */
  readonly liveUpdate: boolean;
  /** systemd arms a watchdog for the jump, and its driver may stop it before the next kernel begins. */
  readonly watchdogMayEnd: boolean;
  /** From the start of the kernel to the last service of this boot; absent if systemd does not say. */
  readonly bootSeconds?: number;
}
