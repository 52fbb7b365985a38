package dev.keyhook.events.smartphonekey;

import dev.keyhook.events.smartphonekey.model.UserSignup;

/** A sign-up of a user; nothing shows that partners are sent these. */
public sealed interface SignupData extends SmartphoneKeyData permits UserSignup {}
