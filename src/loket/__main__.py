import sys

from loket.cli.main import main

sys.exit(main(sys.argv[1:]))
