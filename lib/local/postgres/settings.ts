/** Server settings for a two-core machine; `fsync: false` is for throw-away test servers only. */
export const settings = (port: number, fsync: boolean): string[] => {
  const values = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 100,
    shared_preload_libraries: "pg_stat_statements",
    shared_buffers: "128MB",
    work_mem: "8MB",
    maintenance_work_mem: "64MB",
    effective_cache_size: "1GB",
    random_page_cost: 1.1,
    jit: "off",
    // No replica reads this server, so the log stays small; it is long enough that a load test does
    // not wait for checkpoints.
    wal_level: "minimal",
    max_wal_senders: 0,
    max_wal_size: "2GB",
    min_wal_size: "256MB",
    checkpoint_timeout: "15min",
    synchronous_commit: fsync ? "on" : "off",
    fsync: fsync ? "on" : "off",
    full_page_writes: fsync ? "on" : "off",
    timezone: "UTC",
    log_timezone: "UTC",
    log_checkpoints: "off",
    log_line_prefix: "%m [%p] ",
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
};
