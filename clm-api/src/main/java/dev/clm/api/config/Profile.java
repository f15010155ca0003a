package dev.clm.api.config;

/** `CLM_PROFILE`: what is convenient in development is refused in production. */
public enum Profile {
    DEVELOPMENT,
    PRODUCTION
}
