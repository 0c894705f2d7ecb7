package dev.farebox.config;

/** Whether upstreams may stand at addresses that are not reached over the internet. */
public enum PrivateAddresses {
    ALLOW,
    REFUSE
}
