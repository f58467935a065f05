"""The two COM objects that xlwings' VBA asks Windows for, as UNO objects; import only where LibreOffice is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from libreoffice import Document, Soffice, load_uno
from windows_command import Windows, for_windows

load_uno()
import unohelper
from com.sun.star.lang import XMultiServiceFactory, XServiceInfo, XSingleComponentFactory
from com.sun.star.script import XInvocation


class ComObject(unohelper.Base, XInvocation):
    """An object that Basic calls by its methods' names, whatever their case."""

    def _method(self, name: str) -> Any:
        return next((getattr(self, own) for own in dir(type(self)) if own.lower() == f"com_{name.lower()}"), None)

    def getIntrospection(self) -> None:
        return None

    def hasMethod(self, name: str) -> bool:
        return self._method(name) is not None

    def hasProperty(self, name: str) -> bool:
        return False

    def invoke(self, name: str, arguments: Any, out_indexes: Any, out_values: Any) -> Any:
        return self._method(name)(*arguments), (), ()


class Shell(ComObject):
    """WScript.Shell, which keeps what it is asked to run."""

    def __init__(self, windows: Windows) -> None:
        self.windows = windows

    def com_run(self, command: str, style: int, wait: bool) -> int:
        self.windows.run.append((command, style, wait))
        return 0

    def com_expandenvironmentstrings(self, text: object) -> str:
        return self.windows.expand(str(text))


class Dictionary(ComObject):
    """Scripting.Dictionary."""

    def __init__(self, windows: Windows) -> None:
        self.items: dict[str, object] = {}

    def com_add(self, key: str, value: object) -> None:
        self.items[key] = value

    def com_exists(self, key: str) -> bool:
        return key in self.items

    def com_item(self, key: str) -> object:
        return self.items[key]


class ObjectFactory(unohelper.Base, XMultiServiceFactory, XSingleComponentFactory, XServiceInfo):
    """Answers Basic's CreateObject, which on Windows would be COM."""

    service = "com.sun.star.bridge.OleObjectFactory"

    def __init__(self, windows: Windows) -> None:
        self.windows = windows

    def createInstance(self, name: str) -> ComObject:
        return {"wscript.shell": Shell, "scripting.dictionary": Dictionary}[name.lower()](self.windows)

    def createInstanceWithArguments(self, name: str, arguments: Any) -> ComObject:
        return self.createInstance(name)

    def getAvailableServiceNames(self) -> tuple[str, ...]:
        return ()

    def createInstanceWithContext(self, context: Any) -> ObjectFactory:
        return self

    def createInstanceWithArgumentsAndContext(self, arguments: Any, context: Any) -> ObjectFactory:
        return self

    def getImplementationName(self) -> str:
        return "snwp_xl.tests.ObjectFactory"

    def supportsService(self, name: str) -> bool:
        return name == self.service

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return (self.service,)


def put_windows(soffice: Soffice, document: Document, environment: Mapping[str, str], settings: int) -> Windows:
    """Make xlwings' module in the opened copy ready to be run, with what it asks Windows for answered from here."""
    windows = Windows(environment)
    soffice.context.ServiceManager.insert(ObjectFactory(windows))
    libraries = document.model.BasicLibraries
    libraries.loadLibrary("VBAProject")
    library = libraries.getByName("VBAProject")
    library.removeByName("Dictionary")
    library.replaceByName("xlwings", for_windows(library.getByName("xlwings"), settings))
    return windows
