package dev.keyhook.cli;

import picocli.CommandLine.IVersionProvider;

/** Prints the version. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Keyhook.class.getPackage().getImplementationVersion();
    return new String[] {"keyhook " + (version == null ? "(development)" : version)};
  }
}
