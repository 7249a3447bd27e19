@echo off
chcp 65001 >nul
setlocal
set "PYTHONHOME="
set "PYTHONPATH="
title cmkb
if not exist "%~dp0cmkb\launch.py" goto packed
if exist "%~dp0cmkb\python\python.exe" goto inside

rem A Python of this machine that launch.py accepts. The python.exe of the Microsoft Store fails here, as it should.
py -3 "%~dp0cmkb\launch.py" check >nul 2>nul && goto py
python "%~dp0cmkb\launch.py" check >nul 2>nul && goto plain
py -3.13 "%~dp0cmkb\launch.py" check >nul 2>nul && goto py313
py -3.12 "%~dp0cmkb\launch.py" check >nul 2>nul && goto py312
py -3.11 "%~dp0cmkb\launch.py" check >nul 2>nul && goto py311
type "%~dp0cmkb\no-python.txt"
goto failed

:inside
"%~dp0cmkb\python\python.exe" "%~dp0cmkb\launch.py" install
goto end
:py
py -3 "%~dp0cmkb\launch.py" install
goto end
:plain
python "%~dp0cmkb\launch.py" install
goto end
:py313
py -3.13 "%~dp0cmkb\launch.py" install
goto end
:py312
py -3.12 "%~dp0cmkb\launch.py" install
goto end
:py311
py -3.11 "%~dp0cmkb\launch.py" install
goto end

:packed
echo 请先把整个压缩包解压到一个文件夹，再双击 安装.cmd
echo Unpack the whole archive first, then start this file again.
:failed
pause
exit /b 1
:end
set "RESULT=%ERRORLEVEL%"
pause
exit /b %RESULT%
