"""A folder that installs cmkb on a Windows machine without a network, without administrator's rights."""
