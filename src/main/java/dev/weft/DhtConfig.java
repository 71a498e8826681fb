package dev.weft;

/** Placeholder. */
public record DhtConfig() {}
