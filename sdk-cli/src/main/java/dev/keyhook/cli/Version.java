package dev.keyhook.cli;

import picocli.CommandLine.IVersionProvider;

/** Says which version this is. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Keyhook.class.getPackage().getImplementationVersion();
    return new String[] {"keyhook " + (version == null ? "(development)" : version)};
  }
}
