package dev.keyhook.events.smartphonekey;

import dev.keyhook.events.smartphonekey.model.UserSignup;

/** A sign-up of a user. No source confirms that partners receive these. */
public sealed interface SignupData extends SmartphoneKeyData permits UserSignup {}
